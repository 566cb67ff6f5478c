internal import TuttiJSON

extension JSONValue {
    /// A word that may come as a string or, at llama.cpp, as a number.
    var word: String? { self.string ?? self.integer.map(String.init) }
}
