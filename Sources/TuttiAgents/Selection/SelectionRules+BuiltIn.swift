extension SelectionRules {
    /// The built-in rules in the format that ``init(parsing:file:)`` reads, to be written to a file and edited.
    ///
    /// What is answered without the strategist is made of known words alone: a word that no list has, in any language,
    /// leaves the way to all agents open.
    public static let builtInText = """
        # Whom to ask, by the kind of question. The first rule that fits decides.
        # A text with a sign that a `careful` line names takes no rule that asks nobody, or only some agents.
        #
        #   list NAME: phrase, phrase, …     `word*` also stands for words that begin so; lines of one name add up
        #   careful: LIST, …
        #   KIND: CHOICE if CONDITION and CONDITION …
        #     CHOICE     nobody | agents NAME, … | everyone | strategist
        #     CONDITION  only LIST, … | has LIST, … | lacks LIST, … | begins LIST, … | at most N words | background | empty

        # Signs of what weighs on a person.
        list distress: overwhelm*, stress*, anxi*, worr*, afraid, scared, scar*, panic*, nervous*, sad*, lonel*, depress*
        list distress: hopeless*, helpless*, worthless*, angry, anger*, furious, frustrat*, tired, exhaust*, burnout
        list distress: burned out, burnt out, guilt*, asham*, regret*, hurt*, crisis, cry*, cried, tears, griev*, grief
        list distress: mourn*, die, died, dying, dead, death, suicid*, kill*, self harm, hate*, ill, sick*, pain*, terribl*
        list distress: awful*, horribl*, miserabl*, unhapp*, upset*, desperat*, unbearabl*, not ok, not okay, not well
        list distress: not good, not fine, feel*, felt, can't cope, cannot cope, cant cope, can't sleep, cannot sleep
        list distress: cant sleep, can't go on, cannot go on, give up, giving up, breaking down, alone, numb, empty, lost
        list distress: i need help, ☹, 😢, 😭, 😞, 😔, 😟, 😣, 😖, 😫, 😩, 😰, 😨, 😱, 😡, 😤, 🥺, 💔, 🙁
        list trouble: can't focus, cannot focus, can't start, cannot start, too much, deadline*, behind with, running late
        list trouble: struggl*, fail*, problem*, trouble*, conflict*, argument*, fight*, fought, quit*, motivat*, pressure*
        list trouble: stuck, confus*, procrastinat*, everything at once, don't know what to do, don't know how, urgent
        list trouble: emergency, wrong, worse, worst, what to do, why me, why to me, purpose, meaning
        careful: distress, trouble

        # Small talk.
        list greetings: hi, hello, hey, yo, howdy, morning, evening, good morning, good afternoon, good evening, welcome back
        list greetings: i'm back, nice to meet you, everyone, 👋
        list politeness: there, again, coach, tutti, please, you too, to you, too, 🙂, 😊, 😀, 😄, 👍, 🙏, ❤, 😉, ☺
        list thanks: thanks, thank you, thx, ty, many thanks, thanks a lot, thanks so much, thank you so much, cheers
        list thanks: thank you very much, much appreciated
        list praise: that helps, that helped, that was helpful, that's helpful, very helpful, great, perfect, ok, okay, for that
        list praise: for your help, for the help, good, nice, cool, got it, a lot, so much, very much
        list farewells: bye, bye bye, goodbye, good night, see you, see you later, see you tomorrow, that's all, take care
        list farewells: that's it, for today, for now, have a nice day, have a good day
        list how-are-you: how are you, how are you doing, how are you today, how's it going, how is it going, what's up
        list who-are-you: who are you, what are you, what can you do, what do you do, are you human, are you a bot
        list who-are-you: how do you work, what is this, are you an ai, are you real
        list agreement: ok, okay, yes, yeah, yep, sure, right, i see, got it, makes sense, that makes sense, good, great, cool
        list agreement: nice, fine, alright, sounds good, perfect, i will, i'll try, that helps, that's helpful, i'm fine
        list agreement: i'm good, i'm ok, not bad
        list refusal: no, nope, not really, not now, never mind, nevermind, no thanks, no thank you

        # About the last answer.
        list follow-ups: what do you mean, what does that mean, can you repeat, could you repeat, say that again, explain
        list follow-ups: can you explain, could you explain, shorter, simpler, in short, why do you say, what did you say
        list follow-ups: i don't understand, i do not understand, come again, what was that, can you say, could you say
        list follow-ups: tell me more, go on, and then, why, how so, like what, for example, repeat, more detail, more details
        list follow-ups: make it shorter, make that shorter, can you make it shorter, give me an example, rephrase, translate
        list references: that, this, it, about, by that, by this, about that, about this, about it, the last part, the first part
        list references: the second part, the last point, the first point, the second point, your answer, your last answer
        list references: again, a bit, more, to me, in english, in german, in french, in spanish, in one sentence
        list references: in simple words, in other words, in more detail, with an example

        # What the agents know about.
        list asking: what, what's, whats, what are, which, is, are, do i have, have i, have i got, my, the, show, show me
        list asking: list, tell me, can you, could you, please, how many, any, there, on, for, of, all, and
        list times: today, tonight, tomorrow, this week, next week, this weekend, this month, next month, now, yesterday
        list times: last week, last month, last time
        list tasks: task*, todo*, to do, to dos, due, overdue, open tasks, to do list, calendar, schedule
        list past: did i say, did i write, did i decide, did i plan, did i do, did we say, did we talk about, did we decide
        list past: did we plan, journal, my journal, in my journal, remember*, my past, happen*, last time, yesterday
        list past: conversation*, we talked, i said, i told you, i wrote
        list values: value*, goal*, belief*, believe*, habit*, principle*, routine*, priorit*
        list decisions: decid*, decision*, choose, choice*, should i, shall i, or not, option*, better to, prioritize, prioritise
        list planning: plan, plans, planning, project*, organi*, prepare*

        feelings:   strategist  if has distress
        problem:    strategist  if has trouble
        empty:      nobody      if empty
        greeting:   nobody      if only greetings, politeness
        thanks:     nobody      if only thanks, praise, politeness, agreement
        farewell:   nobody      if only farewells, thanks, politeness
        well-being: nobody      if only how-are-you, greetings, politeness
        identity:   nobody      if only who-are-you, greetings, politeness
        agreement:  nobody      if only agreement, politeness
        refusal:    nobody      if only refusal, politeness
        follow-up:  nobody      if background and only follow-ups, references, politeness
        decision:   strategist  if has decisions
        tasks:      agents mcp       if only tasks, asking, times, greetings, politeness
        past:       agents memory    if only past, asking, times, greetings, politeness
        values:     agents personal  if only values, asking, greetings, politeness
        tasks:      strategist  if has tasks, planning
        past:       strategist  if has past
        values:     strategist  if has values
        other:      strategist
        """
}
