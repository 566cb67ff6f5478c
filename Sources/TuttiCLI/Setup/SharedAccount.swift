internal import TuttiAgents
internal import TuttiModels
internal import TuttiSQLite

/// The account from which all models of this process are paid; opened when the first of them is found.
actor SharedAccount {
    private static let maximumPrices = 1 << 20

    private var known: CostAccount?

    /// The account, with the prices, the budgets and what was spent today before.
    func account(of assembly: Assembly) async throws -> CostAccount {
        if let known { return known }
        let opened = try await Self.open(assembly)
        // Somebody else may have been faster; there is one.
        let account = self.known ?? opened
        self.known = account
        return account
    }

    /// Where the calls are kept; nil while there were none.
    var ledger: (any CostLedger)? { self.known?.ledger }

    private static func open(_ assembly: Assembly) async throws -> CostAccount {
        let (host, limits, console) = (assembly.host, assembly.settings.budget, assembly.console)
        let ledger = SQLiteCostLedger(path: assembly.folder.costsPath)
        var configuration = CostAccount.Configuration()
        configuration.prices = try Self.prices(assembly.folder)
        configuration.limits = limits
        configuration.user = host.user
        configuration.session = host.session
        configuration.utcOffset = host.utcOffset
        configuration.onWarning = { console.warn($0) }
        if limits.day != nil || limits.user != nil, assembly.folder.hasCosts {
            let midnight = host.today.start.advanced(bySeconds: -Double(host.utcOffset))
            configuration.takeOver(try await Self.entries(since: midnight, in: ledger), of: host.today)
        }
        return CostAccount(configuration, ledger: ledger) { host.now }
    }

    /// Throws when they cannot be read: a budget of which nobody knows what is left binds nothing.
    private static func entries(
        since date: Timestamp, in ledger: SQLiteCostLedger
    ) async throws(CommandFailure) -> [CostEntry] {
        do { return try await ledger.entries(since: date) } catch {
            throw CommandFailure(.failed, "the budget of the day cannot be kept, what was spent is not known: \(error)")
        }
    }

    /// The prices that ship, with those of a file beside the configuration in their place.
    static func prices(_ folder: DataFolder) throws(CommandFailure) -> PriceTable {
        let path = folder.pricesPath
        let text: String?
        do { text = try TextFile.read(path, limit: Self.maximumPrices) } catch {
            throw CommandFailure(.usage, "\(path): \(error)")
        }
        guard let text else { return .standard }
        do { return .standard.overridden(by: try PriceTable(parsing: text)) } catch {
            throw CommandFailure(.usage, "\(path): \(error)")
        }
    }
}
