extension PriceTable {
    /// The prices that ship with the program, those of the providers on the day that the table names.
    ///
    /// They publish them at `platform.claude.com/docs/en/about-claude/pricing` and `platform.openai.com/docs/pricing`.
    /// Standard calls: no batches, no regional surcharge. A `prices.json` beside the configuration wins entry by entry.
    public static let standard: PriceTable = {
        do { return try PriceTable(parsing: Self.standardText) } catch {
            preconditionFailure("the prices that ship with the program cannot be read: \(error)")
        }
    }()

    /// The same as the text of a file, to begin one's own with.
    public static let standardText = """
        {
          "date": "2026-11-05",
          "currency": "USD",
          "models": {
            "anthropic:claude-haiku-5-5": {"input": 0.10, "cachedInput": 0.01, "output": 0.50,
              "longPrompt": {"above": 100000, "input": 0.50, "cachedInput": 0.05, "output": 2.50}},
            "anthropic:claude-sonnet-5-5": {"input": 2, "cachedInput": 0.10, "output": 10},
            "anthropic:claude-opus-5-5": {"input": 4, "cachedInput": 0.20, "output": 20},
            "anthropic:claude-fable-5-1": {"input": 10, "cachedInput": 0.25, "output": 50},
            "anthropic:claude-opus-5": {"input": 5, "cachedInput": 0.50, "output": 25},
            "anthropic:claude-haiku-4-5": {"input": 1, "cachedInput": 0.10, "output": 5},
            "anthropic:claude-haiku-4-5-20*": {"input": 1, "cachedInput": 0.10, "output": 5},
            "openai:gpt-6-luna": {"input": 0.10, "cachedInput": 0.01, "output": 0.50,
              "longPrompt": {"above": 272000, "input": 0.20, "cachedInput": 0.02, "output": 0.75}},
            "openai:gpt-6-sol": {"input": 2, "cachedInput": 0.20, "output": 10,
              "longPrompt": {"above": 272000, "input": 4, "cachedInput": 0.40, "output": 15}},
            "openai:gpt-6.1-terra": {"input": 1, "cachedInput": 0.05, "output": 5,
              "longPrompt": {"above": 272000, "input": 2, "cachedInput": 0.10, "output": 7.50}},
            "openai:gpt-4.1-mini": {"input": 0.40, "cachedInput": 0.10, "output": 1.60},
            "openai:gpt-4.1-mini-20*": {"input": 0.40, "cachedInput": 0.10, "output": 1.60},
            "openai:gpt-4o-mini": {"input": 0.15, "cachedInput": 0.075, "output": 0.60},
            "openai:gpt-4o-mini-20*": {"input": 0.15, "cachedInput": 0.075, "output": 0.60},
            "local:*": {"input": 0, "output": 0}
          }
        }

        """
}
