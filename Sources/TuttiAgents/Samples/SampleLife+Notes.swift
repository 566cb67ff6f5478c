extension SampleLife {
    /// Four notes: what the person believes, wants, has found to help, and looks at every week.
    public var notes: [Note] {
        [
            Note(name: "values.md", text: Self.values),
            Note(name: "goals.md", text: Self.goals),
            Note(name: "what-helps.md", text: Self.whatHelps),
            Note(name: "weekly-review.md", text: Self.weeklyReview),
        ]
    }

    private static let values = """
        # What I believe

        I wrote these down so that I can find them again on the days when I forget them.

        ## One thing at a time

        I believe that one thing done calmly beats five begun in a hurry. When I am overwhelmed and all my tasks feel
        urgent, I choose the one that makes the others easier or smaller, and let the rest wait without guilt.

        ## Rest is part of the work

        I believe that sleep and rest are not the reward for finishing. They are what lets me finish. A tired hour
        costs two the next day.

        ## Honest early, not perfect late

        I believe that people can live with a late answer, and not with silence. If something will not be ready, I say
        so as soon as I know, together with what I can give instead.

        ## People before plans

        The list will still be there in an hour. Lea, my father and my friends will not always be.

        """

    private static let goals = """
        # Goals for this season

        ## Work

        - Lead the spring project: a proposal that Ines can say yes to, with a plan a small team can keep.
        - Leave the laptop at half past six on at least four days a week.

        ## Health

        - Seven hours of sleep on five nights a week; to bed before eleven.
        - Run twice a week, ten kilometres along the river before the end of the season.

        ## Family and friends

        - Call my father every week, without looking at the clock.
        - One evening a week for Lea and me, with the phones switched off.

        ## Learning

        - Finish the evening course in Spanish, and speak it on holiday without apologising.

        """

    private static let whatHelps = """
        # What helps me

        Tried on myself, more than once. Start at the top of the list that fits.

        ## When I feel overwhelmed

        1. Breathe out slowly, three times. It sounds silly. It works.
        2. Write every open task on one sheet of paper, the small ones too.
        3. Strike out what is not mine and what can wait until next week.
        4. Circle one task: the one that is overdue, or the one that somebody waits for.
        5. Work on it for 45 minutes, phone in another room. Only then look at the list again.

        ## When I cannot start

        Make the first step so small that it is almost embarrassing: open the document, write the title and three bad
        sentences. Set a timer to ten minutes and allow myself to stop when it rings.

        ## When a deadline is too close

        Say so today, in two sentences: what will be ready, and when the rest follows. Asking early has never gone
        wrong; asking on the last evening has.

        ## When I cannot sleep

        Get up, write down what goes round in my head, and put the paper in the kitchen. No screen. The worries keep
        until morning, and most of them are smaller there.

        ## When I am angry

        Walk once around the block before answering any message.

        """

    private static let weeklyReview = """
        # Weekly review

        Every Sunday, twenty minutes, with tea. Five questions:

        1. What gave me energy this week, and what took it?
        2. Which task did I push from day to day, and what is the smallest first step?
        3. What did I promise to somebody, and do they know how it stands?
        4. How many nights did I sleep seven hours?
        5. What are the three things that would make next week a good one?

        ## Rules for the coming week

        - At most three tasks a day. A fourth is a wish.
        - Block the first 90 minutes of the morning for the hardest of them, before mail and chat.
        - One afternoon stays empty. Something always comes.

        """
}
