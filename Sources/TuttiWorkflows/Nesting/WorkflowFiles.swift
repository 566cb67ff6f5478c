/// The files of nested workflows: which are being read, which have been, and where they come from.
///
/// All paths are relative to the folder of the outermost file, and none leads out of it.
struct WorkflowFiles {
    typealias Read = (_ path: String) throws(WorkflowFile.ReadError) -> [UInt8]

    /// Why a file is not read.
    struct Refusal: Error {
        var message: String
    }

    /// A workflow that was read.
    struct Known {
        var workflow: Workflow
        /// The agents in it and in those that it nests.
        var agents: Int
        /// The files that lie inside of each other, this one included.
        var height: Int
    }

    /// The most files that lie inside of each other, the outermost included.
    static let maximumDepth = 3
    /// The most files of one workflow, the outermost included.
    static let maximumFiles = 50
    /// The most agents of a workflow and all that it nests.
    static let maximumAgents = 10_000

    /// The folder of the outermost file as the caller named it, with its last slash; for messages.
    let folder: String
    private let read: Read?
    /// The files from the outermost one to that which is being read.
    private(set) var chain: [String]
    /// What has been read; nil for a file with problems, which are told of once.
    private var known: [String: Known?] = [:]
    private var count = 1

    /// - Parameter read: Gives the bytes of a file; nil where there are no files, because only a text was given.
    init(file: String, read: Read?) {
        let slash = file.lastIndex(of: "/")
        self.folder = slash.map { String(file[...$0]) } ?? ""
        self.chain = [slash.map { String(file[file.index(after: $0)...]) } ?? file]
        self.read = read
    }

    /// A file that was read before: the outer nil means that it was not, the inner one that it has problems.
    func known(_ path: String) -> Known?? { self.known[path] }

    /// Refuses a file that would lie too deep in that which is being read.
    func checkDepth(_ height: Int) throws(Refusal) {
        guard self.chain.count + height > Self.maximumDepth else { return }
        throw Refusal(message: "lies too deep: at most \(Self.maximumDepth) files may lie inside of each other")
    }

    /// Where a path leads that stands in the file which is being read.
    func resolve(_ text: String) throws(Refusal) -> String {
        if text.isEmpty { throw Refusal(message: "is empty: give the path of a workflow file") }
        if text.hasPrefix("/") || text.hasPrefix("~") {
            throw Refusal(message: "must be relative to the folder of this file, not \(quoted(text))")
        }
        var parts = (self.chain.last ?? "").split(separator: "/").dropLast().map(String.init)
        for part in text.split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(String(part))
            } else if parts.popLast() == nil {
                throw Refusal(message: "leads out of the folder of the outermost file: \(quoted(text))")
            }
        }
        return parts.joined(separator: "/")
    }

    /// Goes into a file, and gives its bytes.
    mutating func enter(_ path: String) throws(Refusal) -> [UInt8] {
        if let first = self.chain.firstIndex(of: path) {
            let names = (self.chain[first...] + [path]).map { harmless($0) }.joined(separator: " → ")
            throw Refusal(message: "the workflows go round: \(names)")
        }
        try self.checkDepth(1)
        guard self.count < Self.maximumFiles else {
            throw Refusal(message: "is one file too many: a workflow has at most \(Self.maximumFiles)")
        }
        guard let read else {
            throw Refusal(message: "cannot be read: this workflow was given as a text, which has no folder")
        }
        let bytes: [UInt8]
        do { bytes = try read(path) } catch { throw Refusal(message: "\(quoted(path)): \(error.message)") }
        self.count += 1
        self.chain.append(path)
        return bytes
    }

    /// Leaves the file that was entered last; keeps what it says for those who name it again.
    mutating func leave(with known: Known?) {
        let path = self.chain.removeLast()
        self.known[path] = .some(known)
    }
}
