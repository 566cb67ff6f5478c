/// English words that say nothing about the subject, in the form the tokenizer gives them.
package enum StopWords {
    /// Whether a question is about the same thing without this word.
    package static func isStopWord(_ word: String) -> Bool { Self.common.contains(word) }

    /// Whether a word is too general to be the theme of a journal, though a search may well be about it.
    package static func isTooGeneralForATheme(_ word: String) -> Bool { Self.general.contains(word) }

    private static func words(_ text: StaticString) -> Set<String> {
        Set(text.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }.split(separator: " ").map(String.init))
    }

    private static let common = Self.words(
        """
        a about above after again against all also am an and any are arent as at be because been before being below \
        between both but by can cant cannot could couldnt did didnt do does doesnt doing dont down during each else \
        ever few for from further get gets getting give go going gonna got had hadnt has hasnt have havent having he \
        hed her here heres hers herself hes hey hi him himself his how hows i id if ill im in into is isnt it itd its \
        itself ive just lately let lets like me might more most much must my myself need no nor not now of off oh ok okay on \
        once only or other our ours ourselves out over own please really recently s same say shall shant she shed shes should \
        shouldnt so some such t tell than thank thanks that thats the their theirs them themselves then there theres \
        these they theyd theyll theyre theyve this those through to too u under until up upon us very want was wasnt \
        we wed were werent weve what whats when whens where wheres which while who whom whos why whys will with wont \
        would wouldnt you youd youll your youre yours yourself yourselves youve
        """)

    private static let general = Self.words(
        """
        able actually afternoon almost already always another anything around asked away back became become best \
        better bring brings came cannot come comes coming days done enough even evening every everything feel \
        feeling feels felt find first five four found gave good great half hard have help helped helps hour hours \
        idea keep kept knew know known last later least left less little long look looked looks made make makes \
        making many maybe mean means meant minute minutes month months morning myself never next night nothing often \
        part people perhaps place point possible put quite rather right said says second seem seemed seems seen \
        sense several since small someone something sometimes soon start started starting starts still stop stopped \
        sure take taken takes talk talked tell thing things think thinking third thought thoughts three time times \
        today together told tomorrow tonight took toward towards tried trying twice used using usually want wanted \
        wants well went without word words wrote year years yesterday monday tuesday wednesday thursday friday \
        saturday sunday january february march april june july august september october november december week weeks
        """)
}
