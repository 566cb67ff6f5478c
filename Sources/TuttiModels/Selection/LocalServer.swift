/// A program that serves models on this machine, at its usual address.
public struct LocalServer: Hashable, Sendable {
    /// The program's name.
    public var name: String
    /// Its address, with `/v1`.
    public var baseURL: BaseURL

    private init(_ name: String, port: Int) {
        self.name = name
        self.baseURL = BaseURL(known: "http://127.0.0.1:\(port)/v1")
    }

    /// The programs that are looked for, in this order.
    public static let usual = [
        LocalServer("llama.cpp", port: 8080), LocalServer("Ollama", port: 11_434),
        LocalServer("LM Studio", port: 1_234),
        LocalServer("vLLM", port: 8_000),
    ]
}
