"""The wording of the demo: sentences by purpose, language and intent, with {slots} that text.py fills.

The sentences of an empathy act (acknowledgment, apology, next_step, timeline, blame) appear in that pool only, so that
an act is in a text exactly when it was planted there.
"""

from typing import Final

# fmt: off
# {topic}: the matter, as words inside a sentence.
TOPICS: Final = {
    "en": {
        "billing_error": ("the double charge", "the wrong invoice", "the amount on your invoice"),
        "refund_request": ("your refund", "the refund for order {order}", "the money you are waiting for"),
        "payment_failed": ("the declined payment", "the failed card payment", "the payment of {amount}"),
        "cancellation": ("the cancellation", "ending your {plan} plan", "your cancellation request"),
        "password_reset": ("the reset link", "your password reset", "the missing reset e-mail"),
        "account_access": ("the locked account", "your access", "the login problem"),
        "bug_report": ("the error in {product}", "the bug you found", "the crash in {product}"),
        "outage": ("the outage", "the downtime since this morning", "{product} being down"),
        "how_to": ("the settings of {product}", "your question about {product}", "the steps in {product}"),
        "onboarding_setup": ("the setup of {product}", "your first import", "the setup of your team"),
        "feature_request": ("your idea for {product}", "the missing export", "the feature you need"),
        "delivery_status": ("the late delivery", "order {order}", "the parcel that has not arrived"),
        "complaint": ("the way this was handled", "the service you received", "the broken promise"),
        "upgrade_question": ("the upgrade to {plan}", "the change of plan", "more seats for your team"),
        "pricing_question": ("our prices", "the price of {plan}", "the quote you asked for"),
    },
    "de": {
        "billing_error": ("die doppelte Abbuchung", "die falsche Rechnung"),
        "refund_request": ("die Erstattung", "die Rückzahlung zu Bestellung {order}"),
        "payment_failed": ("die abgelehnte Zahlung", "die Kartenzahlung über {amount}"),
        "cancellation": ("die Kündigung", "das Ende des Tarifs {plan}"),
        "password_reset": ("den Link zum Zurücksetzen", "das neue Passwort"),
        "account_access": ("das gesperrte Konto", "den Zugang zum Konto"),
        "bug_report": ("den Fehler in {product}", "den Absturz von {product}"),
        "outage": ("den Ausfall", "den Ausfall von {product}"),
        "how_to": ("die Einstellungen in {product}", "die Schritte in {product}"),
        "onboarding_setup": ("die Einrichtung von {product}", "den ersten Import"),
        "feature_request": ("die Idee zu {product}", "den fehlenden Export"),
        "delivery_status": ("die verspätete Lieferung", "die Bestellung {order}"),
        "complaint": ("den schlechten Service", "die nicht gehaltene Zusage"),
        "upgrade_question": ("den Wechsel zu {plan}", "weitere Plätze für das Team"),
        "pricing_question": ("die Preise", "den Preis von {plan}"),
    },
}

# Pools with a text per intent; German falls back to the pools without intent below.
BY_INTENT: Final = {
    "open": {
        "billing_error": (
            "I was charged {amount} twice this month.", "My invoice from {date} shows {amount}, but my plan costs less.",
            "There is a charge of {amount} on my card that I cannot explain.",
            "The VAT on invoice {order} is wrong.", "I am still billed for seats that we removed on {date}.",
            "You took {amount} from my account although I am on the {plan} plan.",
        ),
        "refund_request": (
            "I would like my money back for order {order}.", "I returned the item on {date} and have not seen the {amount} yet.",
            "Please refund {amount}, the product does not do what the page says.",
            "I was promised a refund of {amount} on {date} and nothing has arrived.",
            "I bought {plan} by mistake and want to return it.",
        ),
        "payment_failed": (
            "My card is declined every time I try to pay {amount}.", "The checkout says payment failed, but my bank shows {amount} as reserved.",
            "I cannot pay for {plan}: the page reloads after I enter the card.",
            "The payment of {amount} on {date} did not go through.", "Your shop refuses my card since {date}.",
        ),
        "cancellation": (
            "I want to cancel my {plan} plan.", "How can I end my subscription before {date}?",
            "I cancelled on {date} and was billed again.", "We no longer need {product} and want to stop the contract.",
            "There is no cancel button on my account page.",
        ),
        "password_reset": (
            "I never receive the mail to reset my password.", "The reset link says it has expired, every time.",
            "I forgot my password and my old mail address no longer exists.",
            "After the password reset I am sent back to the login page.", "The reset page shows an empty form on my {device}.",
        ),
        "account_access": (
            "My account is locked since {date}.", "I cannot log in on my {device}.",
            "The code for the second factor does not arrive.", "My colleague left and nobody can get into the admin account.",
            "It says that my account does not exist, but I have been paying since {date}.",
        ),
        "bug_report": (
            "{product} crashes when I open a report on my {device}.", "The export from {product} contains empty rows.",
            "Since the update on {date} the search in {product} finds nothing.",
            "Saving in {product} shows error 500.", "Numbers in {product} change when I reload the page.",
        ),
        "outage": (
            "{product} has been down for an hour.", "None of us can reach {product} since this morning.",
            "Is there an outage? {product} only shows a grey page.", "Everything times out, our whole team is standing still.",
        ),
        "how_to": (
            "How do I share a report in {product} with somebody outside my team?", "Where can I change the language of {product}?",
            "How do I import contacts from a spreadsheet?", "Is there a way to schedule a report in {product}?",
            "How can I add a second address to my account?",
        ),
        "onboarding_setup": (
            "We started with {product} on {date} and are stuck at step 3.", "The import of our data stops at 40 percent.",
            "How do I connect {product} with our calendar?", "I do not find where to invite my team.",
            "The setup assistant asks for a key that I do not have.",
        ),
        "feature_request": (
            "It would help us a lot if {product} could export to CSV.", "Could you add a dark mode to {product}?",
            "We need roles with read-only rights in {product}.", "Please let us filter reports by {date}.",
        ),
        "delivery_status": (
            "Where is my order {order}?", "Order {order} was due on {date} and is still not here.",
            "The tracking of order {order} has not changed since {date}.",
            "The parcel is marked as delivered, but I have nothing.", "Half of order {order} is missing.",
        ),
        "complaint": (
            "This is the third time I write about the same thing.", "I am very unhappy with how my case was handled on {date}.",
            "Nobody called me back although it was promised for {date}.", "Your service used to be better, this is unacceptable.",
            "I was passed from one person to the next and nobody helped.",
        ),
        "upgrade_question": (
            "What do I have to do to move from my plan to {plan}?", "We need five more seats, what does that cost?",
            "If I upgrade to {plan} today, do I pay the full month?", "Does {plan} include single sign-on?",
        ),
        "pricing_question": (
            "What does {plan} cost for a team of twelve?", "Is there a discount for schools?",
            "Your page shows two prices for {plan}, which one is right?", "Could I get a quote for {product}?",
            "Do prices include VAT?",
        ),
    },
    "info": {
        "billing_error": (
            "The charge of {amount} belongs to invoice {order}.", "Our records show two bookings of {amount} on {date}.",
            "The second booking is a reservation of the bank, not an invoice.", "Your plan changed on {date}, which explains the higher amount.",
        ),
        "refund_request": (
            "Order {order} is still open for a refund.", "The return arrived at our warehouse on {date}.",
            "The refund of {amount} needs the approval of our finance team.",
        ),
        "payment_failed": (
            "The bank declined the payment of {amount} with a security code.", "Our log shows three attempts on {date}.",
            "The reserved amount of {amount} goes back to your card automatically.",
        ),
        "cancellation": (
            "Your {plan} plan runs until {date}.", "The cancel button is under Account, Plan, End plan.",
            "There is one open invoice of {amount} on the account.",
        ),
        "password_reset": (
            "Our mails went out, but your provider returned them.", "A reset link works once and for one hour only.",
            "Your account is registered with another address than this one.",
        ),
        "account_access": (
            "The account was locked after several wrong codes on {date}.", "Your login works with the address of your company, not with this one.",
            "The admin role can be moved to another colleague with a written request.",
        ),
        "bug_report": (
            "The crash happens with reports of more than 10,000 rows.", "The error came with the version of {date}.",
            "Our developers can reproduce the problem on a {device}.",
        ),
        "outage": (
            "{product} is down for a part of our customers since this morning.", "The cause is a fault at our hosting provider.",
            "The status page shows the current state of {product}.",
        ),
        "how_to": (
            "In {product} this is under Settings, Sharing.", "Open the report, choose More and then Schedule.",
            "The import page takes a spreadsheet with one row per contact.",
        ),
        "onboarding_setup": (
            "Step 3 needs the key from your administrator.", "The import stopped because of a date in row 212.",
            "Invitations are under Team, Members.", "The calendar connection needs the right to read events.",
        ),
        "feature_request": (
            "A CSV export is on our list for {product}.", "Several customers have asked for the same.",
            "Read-only roles are part of the {plan} plan.",
        ),
        "delivery_status": (
            "Order {order} left our warehouse on {date}.", "The carrier reports a delay at the sorting centre.",
            "One item of order {order} comes in a second parcel.",
        ),
        "complaint": (
            "I have read all messages of your case since {date}.", "Your request was closed on {date} without an answer, that was our mistake.",
            "Your case now has one owner, and that is me.",
        ),
        "upgrade_question": (
            "{plan} includes single sign-on and ten seats.", "When you upgrade, only the remaining days are billed.",
            "Five more seats cost {amount} per month.",
        ),
        "pricing_question": (
            "{plan} costs {amount} per seat and month.", "The lower price is for payment by the year.",
            "Schools and charities pay half of the list price.",
        ),
    },
    "resolve": {
        "billing_error": ("The wrong charge of {amount} is cancelled and a new invoice is in your account.", "The second booking of {amount} has been reversed."),
        "refund_request": ("The refund of {amount} for order {order} has been sent to your card.", "Your refund of {amount} is approved and booked."),
        "payment_failed": ("The payment of {amount} has gone through with the new link.", "The block on your card is removed and the payment works."),
        "cancellation": ("Your {plan} plan is cancelled and no further invoice follows.", "The cancellation is confirmed for {date}."),
        "password_reset": ("A new reset link is in your inbox and your old sessions are closed.", "The new address is entered and the link has been sent there."),
        "account_access": ("Your account is unlocked.", "The admin role is moved to you and the login is tested."),
        "bug_report": ("The fix for {product} is live since this morning.", "The report opens again, the fault was on our server."),
        "outage": ("{product} is reachable again and no data was lost.", "The outage is over, all systems run normally."),
        "how_to": ("The setting is switched on for your account now.", "The guide with screenshots is attached."),
        "onboarding_setup": ("The import has run through with all rows.", "Your team has been invited and the calendar is connected."),
        "feature_request": ("Your request is filed as number {order} with the product team.", "The export is available in the beta of {product}."),
        "delivery_status": ("Order {order} has been handed over to you according to the carrier.", "A replacement for order {order} has been shipped."),
        "complaint": ("The open point is settled and {amount} are credited to your account.", "The fault in our process is corrected, and your case is settled with a credit of {amount}."),
        "upgrade_question": ("The upgrade to {plan} is active.", "The five seats are added to your account."),
        "pricing_question": ("The quote for {plan} is attached.", "The discount is entered and shows on your next invoice."),
    },
    "subject": {
        "billing_error": ("Charged twice", "Wrong invoice {order}", "Question about a charge of {amount}"),
        "refund_request": ("Refund for order {order}", "Where is my refund?", "Refund of {amount}"),
        "payment_failed": ("Payment declined", "Checkout fails", "Card not accepted"),
        "cancellation": ("Cancel my plan", "End of subscription", "Cancellation of {plan}"),
        "password_reset": ("Reset link does not work", "Password", "No reset mail"),
        "account_access": ("Account locked", "Cannot log in", "Lost access"),
        "bug_report": ("Error in {product}", "{product} crashes", "Export is broken"),
        "outage": ("{product} down?", "Outage", "Nothing works"),
        "how_to": ("Question about {product}", "How do I share a report?", "Help with {product}"),
        "onboarding_setup": ("Setup of {product}", "Import stops", "Stuck at step 3"),
        "feature_request": ("Idea for {product}", "CSV export", "Feature wish"),
        "delivery_status": ("Order {order}", "Late delivery", "Where is my parcel?"),
        "complaint": ("Complaint", "Not acceptable", "Third attempt"),
        "upgrade_question": ("Upgrade to {plan}", "More seats", "Change of plan"),
        "pricing_question": ("Price of {plan}", "Quote", "Discount"),
    },
    "bot_answer": {
        "billing_error": ("You find every charge under Account, Invoices. A second booking of the same amount is often a reservation of the bank.",),
        "refund_request": ("A refund can be requested under Orders, Return. It takes three to five working days to reach the card.",),
        "payment_failed": ("Most declined payments work with another card or after confirming them in the banking app.",),
        "cancellation": ("You can end your plan under Account, Plan, End plan. It then runs until {date}.",),
        "password_reset": ("You can ask for a new reset link on the login page. It works for one hour.",),
        "account_access": ("A locked account opens again after 30 minutes. The code for the second factor can also come by text message.",),
        "bug_report": ("Please reload {product} and clear the cache of your browser. That solves most display errors.",),
        "outage": ("The status page shows whether {product} is available. At the moment a fault is being worked on.",),
        "how_to": ("You find this in {product} under Settings, Sharing. The help centre has a guide with pictures.",),
        "onboarding_setup": ("The setup guide takes you through the five steps. Invitations are under Team, Members.",),
        "feature_request": ("You can add and vote for ideas on our ideas page.",),
        "delivery_status": ("Order {order} can be followed with the tracking link in the shipping mail.",),
        "complaint": ("I can pass your complaint to the team that handles it.",),
        "upgrade_question": ("You can compare and change plans under Account, Plan. Only the remaining days are billed.",),
        "pricing_question": ("All prices are on our pricing page. {plan} costs {amount} per seat and month.",),
    },
}

# Pools without intent, per language.
GENERAL: Final = {
    "en": {
        "customer_greeting": ("Hi,", "Hello,", "Hi there,", "Hello team,", "Good morning,", "Good afternoon,", "Dear support team,", "Hey,"),
        "chat_greeting": ("Hi", "hello", "Hi!", "hey there", "Hello,", "good morning"),
        "context": (
            "I am a customer since last year.", "I already looked at the help pages.", "I wrote to the chat first and was sent here.",
            "I could not find anything about it in my account.", "My colleagues asked me to find out.",
        ),
        "context_money": (
            "My order number is {order}.", "The amount on my statement is {amount}.", "It has been like this since {date}.",
            "I have the confirmation mail here.", "I have looked at my bank statement twice.", "I ordered with this mail address.",
        ),
        "context_technical": (
            "I have tried it on my {device} and on another computer.", "This started on {date}.", "A colleague has the same problem.",
            "It worked fine until {date}.", "I have attached a screenshot.", "It happens every time.",
            "We need this for a presentation on Friday.", "Restarting did not change anything.",
        ),
        "ask": (
            "Can you help me?", "What should I do?", "Please look into it.", "Could you check this for me?", "When will this be solved?",
            "Please let me know what you need from me.", "Can somebody call me?", "I would appreciate a quick answer.",
        ),
        "ask_lightly": (
            "Thanks in advance.", "Could you point me to the right page?", "A short answer is enough.", "There is no hurry.",
            "I would be glad about a hint.", "Many thanks for your help.",
        ),
        "angry": (
            "I am really disappointed.", "This costs us money every day.", "I expect an answer today.", "I am thinking about leaving.",
            "Honestly, this is no way to treat customers.",
        ),
        "customer_sign": ("Thanks, {name}", "Best regards, {name}", "Regards, {name}", "Kind regards, {name}", "{name}", "Thank you, {name}"),
        "repeat_lead": (
            "I wrote to you a few days ago and it is not solved.", "Same problem again as last week.", "I am writing again because nothing has changed.",
            "You closed my last request, but the problem is back.", "This is my second message about this.",
        ),
        "duplicate_lead": ("I am not sure whether my first mail arrived, so here it is again.", "Sending this once more to be safe."),
        "follow_up": (
            "Thank you for looking. Could you explain that in other words?", "Does this also apply to my colleague's account?",
            "Understood. Is there anything I have to do?", "And what about next month?", "Good to know, but where exactly do I see that?",
            "Is there a page where I can read more about it?",
        ),
        "follow_up_money": (
            "Is there any news about {topic}?", "How long does this usually take?", "My bank says that nothing has arrived.",
            "Thanks for looking. Can I have that in writing?", "Nothing has changed since your last mail.", "And who pays for the time I lost?",
            "So is {amount} the right amount now?",
        ),
        "follow_up_technical": (
            "I tried that, it does not change anything.", "It works on my {device} now, but not on the other computer.", "I still see the same message.",
            "I did all of that already on {date}.", "Is there any news about {topic}?", "A restart did not help either.",
            "Now I get another message instead.",
        ),
        "details_screenshot": ("Here is the screenshot you asked for.", "The screenshot is attached, see the red line.", "Attached is a picture of my screen."),
        "details_number": ("Sure, the number is {order}.", "The number is {order}.", "It is {order}, from the mail of {date}."),
        "details_date": ("It happened on {date}, around noon.", "That was on {date}.", "On {date}, in the evening."),
        "details_device": ("It is a {device}, with the newest version.", "On my {device}, and on that of my colleague.", "Only on my {device}."),
        "details_wish": ("We are a team of twelve.", "I mainly want to know it for the next quarter.", "For me and two colleagues.", "It is for our office."),
        "details_proactive": ("Yes, please go ahead.", "Thank you for letting me know, please do.", "Tomorrow morning suits me.", "Good that you noticed, please put it right."),
        "thanks": (
            "Thank you!", "Perfect, thanks {agent}!", "Great, that works now. Thanks a lot.", "Thanks for the quick help.", "It works, thank you very much.",
            "Wonderful, thanks.", "Thanks, that was all I needed.", "Super, thank you {agent}.",
        ),
        "reopen": (
            "Unfortunately {topic} is not solved.", "The problem is back since this morning.", "I checked today and nothing has changed.",
            "It worked for one day, now it fails again.", "I am afraid that did not fix {topic}.",
        ),
        "bot_no": (
            "That does not help, I want to talk to a person.", "Can I speak to somebody please?", "No, I tried that already.", "human please",
            "This is not what I asked.", "I need an agent for this.", "That page does not answer my question.",
        ),
        "bot_yes": ("That worked, thanks", "ok got it, thank you", "Yes, found it. Thanks!", "Great, that was it", "perfect, thanks"),
        "bot_greeting": ("Hi {name}, I am the assistant of Lumen.", "Hello {name}, this is the Lumen assistant.", "Hi {name}!"),
        "bot_check": ("Did that help?", "Does this answer your question?", "Did this solve it?"),
        "bot_handoff": (
            "I am connecting you with a colleague. They can see our chat.", "A colleague takes over from here and can read everything above.",
            "Let me pass you to a person from our team. You do not have to repeat anything.",
        ),
        "bot_close": ("Glad to hear that, {name}. Have a good day!", "Great! Just write again if anything else comes up.", "Happy to help, {name}."),
        "ack": ("Thank you for contacting Lumen support. We have received your request (#{ticket}) and will get back to you as soon as we can.",),
        "note": (
            "Internal: checked the account, plan {plan}, last invoice {amount}.", "Internal: same pattern as in case {order}, see the team page.",
            "Asked the second level about {topic}, waiting for their answer.", "Internal: customer since last year, handle with care.",
            "Internal: log shows the event on {date}.",
        ),
        "proactive": (
            "This is {agent} from Lumen. We noticed a problem with {topic} and would like to put it right.",
            "This is {agent} from Lumen support. Your {plan} plan ends on {date}, and some settings need your decision.",
            "This is {agent} from Lumen. We saw that your setup of {product} was not finished.",
        ),
        "proactive_greeting": ("Hi {name},", "Hello {name},", "Dear {name},", "Good morning {name},"),
        "proactive_ask": ("Could you tell us when it suits you to look at it together?", "Would you like us to do this for you?", "Can you confirm that we may go ahead?"),
        "agent_greeting": ("Hi {name},", "Hello {name},", "Dear {name},", "Good morning {name},", "Hi {name}, {agent} here.", "Hello {name}, thank you for your message."),
        "agent_chat_greeting": ("Hi {name}, this is {agent}.", "Hello {name}, {agent} here.", "Hi {name}!", "{agent} from Lumen, hello {name}."),
        "acknowledgment": (
            "I understand how frustrating {topic} is.", "I can see why {topic} worries you.", "I understand that you need this solved quickly.",
            "That sounds really annoying, especially with {topic}.", "I can see how much time {topic} has cost you.",
            "Thank you for telling us about {topic}.", "You are right to expect better with {topic}.", "I realise how inconvenient {topic} is for you.",
        ),
        "acknowledgment_light": (
            "Thank you for asking about {topic}.", "I understand that you want to be clear about {topic} first.", "I can see why you ask about {topic}.",
            "Thank you for telling us about {topic}.", "I understand that this is not easy to find.", "I can see that {topic} matters for your plans.",
        ),
        "apology": (
            "I am sorry for the trouble.", "I apologise for the inconvenience.", "We are sorry that this happened.", "Sorry about that.",
            "Please accept our apologies for the delay.", "I am very sorry about {topic}.",
        ),
        "apology_light": ("I am sorry that you had to ask.", "Sorry for the wait.", "I apologise that this was not clear on our page.", "Please accept our apologies for the delay."),
        "next_step": (
            "I will check this with our {team} team.", "I'll look at the log of your account.", "I will send you a confirmation by mail.",
            "As a next step, I will test it with a copy of your data.", "I am going to follow this up myself.", "I'll stay on this case until it is done.",
            "I will ask the colleague who knows this best.",
        ),
        "next_step_done": (
            "I will send you a confirmation by mail.", "I'll look at it once more tomorrow to be sure.", "I am going to note this in your account.",
            "As a next step, I will tell the {team} team so that it does not happen again.", "I'll leave the case open on my side until you confirm.",
        ),
        "timeline": (
            "You will hear from me by tomorrow at noon.", "You have the result within 24 hours.", "Expect an update by the end of the day.",
            "You will have an answer within two working days.", "Expect a message within the next hour.", "You get the result by Friday at the latest.",
        ),
        "timeline_done": (
            "This takes effect within 24 hours.", "You see the change in your account by tomorrow.", "The confirmation reaches you by the end of the day.",
            "It shows everywhere within the next hour.",
        ),
        "blame": (
            "You should have read the instructions before you changed this.", "As stated in our terms, this is your own responsibility.",
            "You must have entered something wrong.", "This is clearly a mistake on your side.",
        ),
        "question_screenshot": ("Could you send me a screenshot?", "Can you attach a picture of what you see?"),
        "question_number": ("Can you tell me the number on the invoice or order?", "Which order number is it about?", "What is the number in your confirmation mail?"),
        "question_date": ("On which day did it happen?", "When did you notice it for the first time?", "Which day was that?"),
        "question_device": ("On which device does it happen?", "Which device and version do you use?"),
        "question_wish": ("How many people would use it?", "What would you like to use it for?", "Is it for you alone or for a team?"),
        "agent_sign": ("Best regards, {agent}", "Kind regards, {agent} from Lumen", "{agent}, Lumen support", "All the best, {agent}"),
        "survey_good": (
            "Quick and friendly.", "I felt taken seriously.", "Very clear answer.", "The agent was great.", "Problem solved, thank you.",
            "Easy to use and good support.",
        ),
        "survey_bad": (
            "It took far too long.", "I had to explain everything twice.", "Nobody really read my message.", "The answer did not fit my question.",
            "I still do not know what to do.", "Too complicated.",
        ),
    },
    "de": {
        "open": (
            "ich habe eine Frage zu Ihrem Produkt {product}. Es geht um {topic}.", "ich schreibe Ihnen wegen eines Problems und komme nicht weiter. Es betrifft {topic}.",
            "seit dem {date} habe ich Ärger. Es geht um {topic}.", "bitte helfen Sie mir weiter. Es geht um {topic}.",
        ),
        "info": (
            "In unserem System sehe ich den Vorgang {order} vom {date}.", "Der Vorgang liegt bei unserem Team und ist offen.",
            "Laut Protokoll ist der Fehler am {date} aufgetreten.",
        ),
        "resolve": ("Der Vorgang {order} ist jetzt erledigt.", "Das ist behoben und funktioniert wieder.", "Die Änderung ist in Ihrem Konto eingetragen."),
        "subject": ("Frage zu {product}", "Problem mit Bestellung {order}", "Bitte um Hilfe"),
        "bot_answer": ("Eine Anleitung dazu finden Sie in der Hilfe unter {product}.", "Das können Sie in Ihrem Konto unter Einstellungen ändern."),
        "customer_greeting": ("Hallo,", "Guten Tag,", "Sehr geehrte Damen und Herren,", "Guten Morgen,"),
        "chat_greeting": ("Hallo,", "Guten Tag,", "Hi,"),
        "context": ("Das Problem besteht seit dem {date}.", "Meine Bestellnummer ist {order}.", "Auf meinem {device} ist es genauso.", "In der Hilfe habe ich nichts gefunden."),
        "ask": ("Können Sie mir helfen?", "Was soll ich tun?", "Bitte prüfen Sie das.", "Wann wird das gelöst?"),
        "angry": ("Ich bin sehr enttäuscht.", "Das ist nicht akzeptabel.", "Ich erwarte heute eine Antwort."),
        "customer_sign": ("Viele Grüße, {name}", "Mit freundlichen Grüßen, {name}", "Danke, {name}"),
        "repeat_lead": ("ich habe schon vor einigen Tagen geschrieben, und es ist nicht gelöst.", "leider ist das Problem wieder da:"),
        "duplicate_lead": ("zur Sicherheit schicke ich die Nachricht noch einmal:",),
        "follow_up": ("Gibt es schon etwas Neues?", "Das habe ich schon versucht, es ändert nichts.", "Wie lange dauert das normalerweise?", "Ich sehe immer noch dieselbe Meldung."),
        "details_screenshot": ("Das Bildschirmfoto hängt an.", "Anbei das Bild."),
        "details_number": ("Gern, die Nummer ist {order}.", "Die Nummer lautet {order}."),
        "details_date": ("Das war am {date} gegen Mittag.", "Am {date}."),
        "details_device": ("Auf meinem {device}.", "Nur auf meinem {device}."),
        "details_wish": ("Wir sind ein Team von zwölf Leuten.", "Für mich und zwei Kollegen."),
        "details_proactive": ("Ja, bitte gern.", "Danke für den Hinweis, bitte machen Sie das."),
        "thanks": ("Vielen Dank!", "Danke, jetzt geht es.", "Super, danke {agent}!", "Perfekt, danke schön."),
        "reopen": ("Leider ist das Problem wieder da.", "Heute Morgen ging es wieder nicht.", "Es hat sich leider nichts geändert."),
        "bot_no": ("Das hilft mir nicht, ich möchte mit einem Menschen sprechen.", "Kann ich bitte mit jemandem sprechen?", "Das habe ich schon versucht."),
        "bot_yes": ("Das hat geklappt, danke", "Gefunden, vielen Dank", "Ja, danke!"),
        "bot_greeting": ("Hallo {name}, ich bin der Assistent von Lumen.", "Guten Tag {name}!"),
        "bot_check": ("Hat das geholfen?", "Ist Ihre Frage damit beantwortet?"),
        "bot_handoff": ("Ich verbinde Sie mit einer Kollegin, sie sieht unseren Chat.", "Eine Kollegin übernimmt und kann alles mitlesen."),
        "bot_close": ("Das freut mich, {name}. Einen schönen Tag!", "Gern geschehen, {name}."),
        "note": ("Intern: Konto geprüft, Tarif {plan}, letzte Rechnung {amount}.", "Intern: Rückfrage beim zweiten Level läuft."),
        "proactive": ("hier ist {agent} von Lumen. Uns ist in Ihrem Konto etwas aufgefallen, das wir gern in Ordnung bringen.",),
        "proactive_greeting": ("Hi {name},", "Hello {name},", "Dear {name},", "Good morning {name},"),
        "proactive_ask": ("Wann passt es Ihnen?", "Dürfen wir das für Sie erledigen?"),
        "agent_greeting": ("Hallo {name},", "Guten Tag {name},", "Guten Morgen {name},"),
        "agent_chat_greeting": ("Hallo {name}, hier ist {agent}.", "Guten Tag {name}, mein Name ist {agent}."),
        "acknowledgment": ("Ich verstehe, wie ärgerlich das ist.", "Ich kann gut nachvollziehen, dass Sie das stört.", "Ich verstehe, dass es eilig ist."),
        "apology": ("Das tut mir leid.", "Ich entschuldige mich für die Unannehmlichkeiten.", "Bitte entschuldigen Sie die Verzögerung."),
        "next_step": ("Ich werde das mit dem Team {team} klären.", "Als Nächstes prüfe ich das Protokoll Ihres Kontos.", "Ich werde Ihnen eine Bestätigung schicken."),
        "timeline": ("Sie hören bis morgen Mittag von mir.", "Das wird innerhalb von 24 Stunden wirksam.", "Eine Antwort kommt bis spätestens Freitag."),
        "blame": ("Da hätten Sie die Anleitung lesen müssen.", "Das ist eindeutig Ihr eigener Fehler."),
        "question_screenshot": ("Können Sie mir ein Bildschirmfoto schicken?",),
        "question_number": ("Wie lautet die Nummer?", "Um welche Bestellnummer geht es?"),
        "question_date": ("An welchem Tag war das?", "Seit wann ist das so?"),
        "question_device": ("Auf welchem Gerät passiert das?",),
        "question_wish": ("Für wie viele Personen ist es?", "Ist das für Sie allein oder für ein Team?"),
        "proactive_greeting": ("Hallo {name},", "Guten Tag {name},"),
        "agent_sign": ("Viele Grüße, {agent}", "Freundliche Grüße, {agent} von Lumen"),
        "survey_good": ("Schnell und freundlich.", "Ich fühlte mich ernst genommen."),
        "survey_bad": ("Es hat viel zu lange gedauert.", "Ich musste alles zweimal erklären."),
    },
}

# A pool that a language does not have of its own is taken from the one named here.
FALLBACK: Final = {
    "acknowledgment_light": "acknowledgment", "apology_light": "apology", "next_step_done": "next_step",
    "timeline_done": "timeline", "context_money": "context", "context_technical": "context", "ask_lightly": "ask",
    "follow_up_money": "follow_up", "follow_up_technical": "follow_up",
}
# The intents by how people talk about them.
MONEY: Final = ("billing_error", "refund_request", "payment_failed", "cancellation", "delivery_status", "complaint")
TECHNICAL: Final = ("password_reset", "account_access", "bug_report", "outage")
# What an agent can ask about, by family of intents; `light` are plain questions.
QUESTIONS: Final = {
    "money": ("number", "date"), "technical": ("screenshot", "device", "date"), "light": ("wish",),
}

PRODUCTS: Final = ("Lumen Desk", "Lumen Reports", "Lumen Mail", "Lumen Mobile", "Lumen Sync", "Lumen Forms")
PLANS: Final = ("Starter", "Team", "Business", "Premium", "Enterprise")
DEVICES: Final = ("laptop", "phone", "tablet", "new phone", "work computer", "home computer", "new laptop")
# fmt: on
