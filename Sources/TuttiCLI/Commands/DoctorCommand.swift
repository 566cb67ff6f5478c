internal import ArgumentParser
internal import TuttiCore
internal import TuttiHTTP
internal import TuttiMCP
internal import TuttiModels
internal import TuttiSQLite
internal import TuttiWorkflows

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// `tutti doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check everything that an answer needs, and say what to do about it.")

    @OptionGroup var common: CommonOptions

    @Option(name: .long, help: ArgumentHelp("The model to check, as for ask.", valueName: "model"))
    var model: String?

    private struct Finding {
        var subject: String
        var isGood: Bool
        var text: String
    }

    func run() async throws {
        let assembly = try Assembly(self.common)
        var findings = [
            Finding(
                subject: "data", isGood: true,
                text: assembly.folder.path
                    + (assembly.folder.isSample ? "  (the sample; `tutti init` makes it yours)" : "")
            ),
            Self.configuration(of: assembly),
        ]
        findings.append(await Self.checking("memory") { try await Self.checkMemory(assembly) })
        findings.append(await Self.checking("notes") { try Self.checkNotes(assembly) })
        findings.append(await Self.checking("rules") { try Self.checkRules(assembly) })
        findings.append(await Self.checking("prices") { try Self.checkPrices(assembly) })
        findings.append(await Self.checking("prompts") { try Self.checkPrompts(assembly) })
        for server in assembly.servers {
            findings.append(
                await Self.checking("server \(server.name)") {
                    let count = try await assembly.withClient(server) { try await $0.listTools().count }
                    return "\(count) tools"
                })
        }
        if let team = assembly.settings.team {
            findings.append(
                await Self.checking("team") {
                    "\(team): \(try assembly.loadTeam()?.workflow.agents.count ?? 0) agents"
                })
        }
        let model = self.model
        findings.append(await Self.checking("model") { try await Self.checkModel(model, assembly) })
        let output = assembly.console.output
        for finding in findings {
            let mark = finding.isGood ? output.styled("✓", .green) : output.styled("✗", .red)
            let subject = finding.subject + String(repeating: " ", count: max(0, 16 - finding.subject.count))
            output.write(raw: "\(mark) \(subject.terminalSafe)\(finding.text.terminalSafe)\n")
        }
        let bad = findings.count { !$0.isGood }
        if bad > 0 { throw CommandFailure(.failed, "\(bad) of \(findings.count) checks failed") }
    }

    private static func checking(_ subject: String, _ body: () async throws -> String) async -> Finding {
        do { return Finding(subject: subject, isGood: true, text: try await body()) } catch {
            return Finding(subject: subject, isGood: false, text: "\(error)")
        }
    }

    private static func configuration(of assembly: Assembly) -> Finding {
        let path = assembly.folder.configurationPath
        let isThere = FileManager.default.fileExists(atPath: path)
        return Finding(
            subject: "configuration", isGood: true, text: isThere ? path : "none, the defaults are used  (\(path))")
    }

    private static func checkMemory(_ assembly: Assembly) async throws -> String {
        let file = try await assembly.openDatabase()
        let findings = try await file.findings()
        let count = try await SQLiteMemoryStore(file).recent(limit: 1000).count
        guard findings.isEmpty else { throw CommandFailure(.failed, findings.joined(separator: "; ")) }
        return count == 1000 ? "1000 entries or more" : "\(count) entries"
    }

    private static func checkNotes(_ assembly: Assembly) throws -> String {
        let path = assembly.notesPath
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw CommandFailure(.failed, "\(path): cannot be read; create it, or set \"notes\" in the configuration")
        }
        do { _ = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw CommandFailure(.failed, "\(path): is no folder; set \"notes\" in the configuration to one")
        }
        return path
    }

    private static func checkRules(_ assembly: Assembly) throws -> String {
        _ = try assembly.selectionRules()
        let path = assembly.folder.rulesPath
        return FileManager.default.fileExists(atPath: path) ? path : "those that are built in  (\(path))"
    }

    private static func checkPrices(_ assembly: Assembly) throws -> String {
        let prices = try SharedAccount.prices(assembly.folder)
        let path = assembly.folder.pricesPath
        let isThere = FileManager.default.fileExists(atPath: path)
        return isThere ? "\(path), of \(prices.date)" : "those that ship, of \(prices.date)  (\(path))"
    }

    private static func checkPrompts(_ assembly: Assembly) throws -> String {
        let path = assembly.folder.promptsPath
        let warnings = PromptFiles(folder: path).read().warnings
        guard warnings.isEmpty else { throw CommandFailure(.failed, warnings.joined(separator: "; ")) }
        return FileManager.default.fileExists(atPath: path) ? path : "those that are built in  (\(path))"
    }

    private static func checkModel(_ name: String?, _ assembly: Assembly) async throws -> String {
        let transport = AsyncHTTPTransport()
        let (_, choice, reason) = try await assembly.findModel(name, over: transport)
        await transport.shutdown()
        guard let choice else { return "none: answers are composed of quotations (\(reason))" }
        return "\(choice.modelName) at \(choice.baseURL) (\(reason))"
    }
}
