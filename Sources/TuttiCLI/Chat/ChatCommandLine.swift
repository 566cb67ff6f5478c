/// A line that a person typed in a chat: a message, or one of the commands.
enum ChatCommandLine: Equatable {
    case message(String)
    case help
    case plan
    case why
    case report
    case morning
    case quit
    case unknown(String)
    case empty

    static let helpText = """
        /plan     the plan of the last answer
        /why      whom the last answer asked, whom not, and why
        /report   write a report about this conversation and save it
        /morning  a short brief for the day: what is due, what was planned, one question
        /help     this list
        /quit     end; what was said is remembered
        """

    init(_ line: String) {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard let first = words.first else {
            self = .empty
            return
        }
        guard first.hasPrefix("/") else {
            self = .message(line)
            return
        }
        self =
            switch first.lowercased() {
            case "/help", "/?": .help
            case "/plan": .plan
            case "/why": .why
            case "/report": .report
            case "/morning": .morning
            case "/quit", "/exit", "/q": .quit
            default: .unknown(String(first))
            }
    }
}
