#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
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

    /// Waits until what was called is kept; a ledger that cannot be written is a warning.
    func flush(telling console: Console) async {
        do { try await self.known?.ledger.flush() } catch { console.warn("what this cost is not kept: \(error)") }
    }

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
            for entry in try await Self.entries(since: midnight, in: ledger) {
                let cost = entry.cost ?? .zero
                configuration.spentToday += cost
                if entry.user == host.user { configuration.spentByUser += cost }
            }
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
        guard FileManager.default.fileExists(atPath: path) else { return .standard }
        // The reason is in the message.
        guard let data = try? Data(contentsOf: URL(filePath: path)), data.count <= Self.maximumPrices,
            let text = String(bytes: data, encoding: .utf8)
        else {
            throw CommandFailure(.usage, "\(path): cannot be read; it has to be a file of at most 1 MB in UTF-8")
        }
        do { return .standard.overridden(by: try PriceTable(parsing: text)) } catch {
            throw CommandFailure(.usage, "\(path): \(error)")
        }
    }
}
