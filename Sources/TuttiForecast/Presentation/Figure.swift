internal import TuttiCore

/// Numbers as a person reads them.
enum Figure {
    /// A share of 0 to 1 as a percentage; what happens at all is never zero, what fails at all is never all.
    static func share(_ share: Double) -> String {
        if share <= 0 { return "0 %" }
        if share >= 1 { return "100 %" }
        if share < 0.0005 { return "<0.1 %" }
        if share >= 0.9995 { return ">99.9 %" }
        return "\((share * 1000).rounded() / 10) %"
    }

    /// Milliseconds with the unit that suits them.
    static func time(_ milliseconds: Double) -> String {
        let bounded = min(max(milliseconds, -1e12), 1e12)
        let text = Duration.nanoseconds(Int64((abs(bounded) * 1_000_000).rounded())).shortText
        return bounded < 0 && text != "0 ms" ? "-" + text : text
    }

    /// A difference of milliseconds, with its sign.
    static func difference(_ milliseconds: Double) -> String {
        let text = Self.time(milliseconds)
        return text == "0 ms" || text == "0.0 ms" ? "0 ms" : milliseconds > 0 ? "+" + text : text
    }

    /// US dollars.
    static func money(_ dollars: Double) -> String {
        if dollars <= 0 { return "$0" }
        return dollars < 0.00005 ? "<$0.0001" : "$\((dollars * 10_000).rounded() / 10_000)"
    }

    /// A number, with a digit behind the point where it says something.
    static func number(_ number: Double) -> String {
        let rounded = (number * 10).rounded() / 10
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
    }
}
