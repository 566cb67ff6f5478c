/// The words behind which a full stop does not end a sentence.
///
/// English and German. What is not in here needs no table: a small letter behind a full stop goes on with the sentence.
enum Abbreviations {
    /// Never the end, whatever follows: `Dr. Smith`, `bzw. Anna`.
    static let neverLast: Set<String> = [
        "adm", "al", "bspw", "bzw", "capt", "cf", "cmdr", "co", "col", "dipl", "dr", "evtl", "exkl", "fr", "gem", "gen",
        "ggf", "gov", "hon", "hr", "hrsg", "ing", "inkl", "jr", "lt", "maj", "messrs", "mme", "mlle", "mr", "mrs", "ms",
        "msgr", "mt", "mx", "ph.d", "pres", "prof", "rep", "resp", "rev", "sen", "sgt", "sog", "sr", "st", "ste",
        "supt",
        "vgl", "viz", "vs", "zzgl",
    ]
    /// Not the end when a number follows: `No. 5`, `Nov. 22`.
    static let beforeNumbers: Set<String> = [
        "abb", "abs", "apr", "approx", "apt", "art", "aug", "bd", "ca", "ch", "chap", "dec", "dez", "eq", "est", "feb",
        "ff", "fig", "jan", "jul", "jun", "kap", "mar", "max", "min", "mio", "mrd", "no", "nos", "nov", "nr", "oct",
        "okt", "op", "par", "pp", "sec", "sep", "sept", "tab", "tel", "vol",
    ]
    /// Of single letters with full stops between them, those that a sentence may end with.
    static let mayBeLast: Set<String> = ["a.m", "p.m"]
}
