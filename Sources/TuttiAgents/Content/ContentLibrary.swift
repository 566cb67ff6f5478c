/// A folder of notes that can be searched, and that nothing leads out of.
///
/// Every search looks at the folder again, so edits count at once; a file that did not change is not read again.
/// Symbolic links below the root are never followed (the root itself may be one), only regular files are read,
/// dot-files, keys and the like never are, and every size has a limit. What goes wrong with one file is a warning,
/// what goes wrong with the folder an error.
public actor ContentLibrary {
    /// The limits of a library.
    public struct Configuration: Hashable, Sendable {
        /// The largest file in bytes.
        public var maximumFileSize = 5 << 20
        /// The most files that are read.
        public var maximumFiles = 2000
        /// The most bytes that are read in all.
        public var maximumTotalSize = 64 << 20
        /// How many folders deep the search for files goes.
        public var maximumDepth = 16
        /// The endings of the files that are read, in lower case, without the dot.
        public var fileExtensions: Set<String> = ["md", "markdown", "txt"]

        /// Creates the usual limits.
        public init() {}
    }

    private struct CachedFile {
        var fingerprint: ConfinedFolder.Fingerprint
        var index: [IndexedChunk]
    }

    /// A chunk with its terms, and how many of them it has.
    struct IndexedChunk {
        var path: String
        var chunk: MarkdownChunk
        var terms: [String]
    }

    /// The folder.
    public nonisolated let root: String
    /// The limits.
    public nonisolated let configuration: Configuration
    private var cache: [String: CachedFile] = [:]

    /// Creates a library of the folder at `root`; nothing is read before the first search.
    public init(root: String, configuration: Configuration = .init()) {
        self.root = root
        self.configuration = configuration
    }

    /// The passages that match a question best, best first; at most 50.
    ///
    /// The question is data. Cancellation is noticed between files and throws `CancellationError`.
    /// - Throws: ``StorageError`` naming the folder when it cannot be read.
    public func search(_ question: String, limit: Int = 6) throws -> ContentSearch {
        var result = try self.refresh()
        let sought = SoughtTerms(question)
        guard !sought.isEmpty else { return result.search }
        let counts = result.chunks.map { sought.counts(in: $0.terms) }
        let corpus = BM25(
            documents: counts.count, totalLength: result.chunks.reduce(0) { $0 + $1.terms.count },
            frequencies: sought.frequencies(in: counts))
        let scored = zip(result.chunks, counts).map { chunk, counts in
            (chunk: chunk, score: corpus.score(counts: counts, length: chunk.terms.count))
        }
        let best = scored.filter { $0.score > 0 }.sorted { a, b in
            (b.score, a.chunk.path, a.chunk.chunk.firstLine) < (a.score, b.chunk.path, b.chunk.chunk.firstLine)
        }
        result.search.passages = best.prefix(max(0, min(limit, 50))).map { found in
            ContentPassage(path: found.chunk.path, chunk: found.chunk.chunk, score: found.score, sought: sought)
        }
        return result.search
    }

    /// The text of one file below the root.
    ///
    /// - Throws: ``StorageError``: `refused` for a path that leads out of the folder or to something that is never
    ///   read, `tooLarge`, `unreadable` for anything that is not there or not text.
    public func text(of path: String) throws -> String {
        let folder = try ConfinedFolder(root: self.root, configuration: self.configuration)
        return try folder.read(path).text
    }

    // MARK: Reading

    private func refresh() throws -> (chunks: [IndexedChunk], search: ContentSearch) {
        let folder = try ConfinedFolder(root: self.root, configuration: self.configuration)
        let listing = try folder.list()
        var search = ContentSearch(passages: [], warnings: listing.warnings, filesRead: 0)
        var fresh: [String: CachedFile] = [:]
        var chunks: [IndexedChunk] = []
        for file in listing.files {
            try Task.checkCancellation()
            do {
                let cached = try self.indexed(file, in: folder)
                fresh[file.path] = cached
                chunks += cached.index
                search.filesRead += 1
            } catch let error as StorageError {
                search.warnings.append(error.message)
            }
        }
        self.cache = fresh
        search.warnings = Array(search.warnings.prefix(ContentSearch.maximumWarnings))
        return (chunks, search)
    }

    private func indexed(_ file: ConfinedFolder.File, in folder: borrowing ConfinedFolder) throws -> CachedFile {
        if let cached = self.cache[file.path], cached.fingerprint == file.fingerprint { return cached }
        let content = try folder.read(file.path)
        let index = MarkdownChunker.chunks(of: content.text).map { chunk in
            // The name of the file and the headings say what a paragraph is about, often without repeating it.
            let about = Tokenizer.terms(in: file.path) + Tokenizer.terms(in: chunk.headings.joined(separator: " "))
            return IndexedChunk(path: file.path, chunk: chunk, terms: Tokenizer.terms(in: chunk.text) + about)
        }
        return CachedFile(fingerprint: content.fingerprint, index: index)
    }
}
