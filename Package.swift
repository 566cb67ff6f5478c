// swift-tools-version: 6.2
import PackageDescription

// `.ci/run` sets this; a contributor's build only warns.
let warningsAreErrors = Context.environment["TUTTI_WARNINGS_AS_ERRORS"] == "1"

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ] + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])

/// A library target of this package.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

/// The tests of one target.
func tests(
    of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name)] + dependencies, exclude: exclude,
        resources: resources, swiftSettings: settings)
}

/// What a program sees that imports `Tutti`.
let exported = ["TuttiAgents", "TuttiCore", "TuttiJSON", "TuttiMCP", "TuttiModels"]

let package = Package(
    name: "tutti",
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        // With all that they export: SwiftPM builds a user's code again when a module of a product has changed, and a
        // module that exports another one need not change with it.
        .library(name: "Tutti", targets: ["Tutti"] + exported),
        .library(name: "TuttiTesting", targets: ["TuttiTesting"] + exported),
        .executable(name: "tutti", targets: ["TuttiCLI"]),
        .executable(name: "tutti-sim", targets: ["TuttiSim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Leaves: no dependency outside the standard library and FoundationEssentials.
        module("TuttiJSON"),
        .target(name: "CTuttiThreads"),
        module("TuttiCore", ["CTuttiThreads", "TuttiJSON"]),
        module("TuttiModels", ["TuttiJSON"]),
        module("TuttiMCP", ["TuttiJSON"]),

        module("TuttiAgents", ["TuttiCore", "TuttiJSON", "TuttiMCP", "TuttiModels"]),
        module("Tutti", ["TuttiAgents", "TuttiCore", "TuttiModels"]),

        // Adapters: each wraps one outside library, or the system; none imports another.
        module(
            "TuttiHTTP",
            [
                "TuttiModels",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        module("TuttiProcesses", ["TuttiCore", "TuttiMCP"]),
        module(
            "TuttiSQLite",
            [
                "TuttiAgents", "TuttiCore", "TuttiJSON", "TuttiMCP", "TuttiModels",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        module("TuttiWorkflows", ["TuttiCore", "TuttiJSON", .product(name: "Yams", package: "Yams")]),

        module(
            "TuttiServer",
            [
                "TuttiAgents", "TuttiCore", "TuttiJSON", "TuttiModels",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ], resources: [.embedInCode("Page/Files")]),

        // What operators see: metrics, traces and logs as values and bytes, no library and no socket.
        module("TuttiObservability", ["TuttiAgents", "TuttiCore", "TuttiJSON", "TuttiModels"]),

        module("TuttiTesting", ["TuttiAgents", "TuttiCore", "TuttiJSON", "TuttiMCP", "TuttiModels"]),

        // What `tutti simulate` computes: workflows in virtual time, many times over.
        module("TuttiForecast", ["TuttiCore", "TuttiJSON", "TuttiTesting", "TuttiWorkflows"]),
        // Proves the core in random worlds; only its program and its tests use it.
        module("TuttiSimulation", ["TuttiAgents", "TuttiCore", "TuttiJSON", "TuttiModels", "TuttiTesting"]),

        .executableTarget(
            name: "TuttiCLI",
            dependencies: [
                "TuttiAgents", "TuttiCore", "TuttiForecast", "TuttiHTTP", "TuttiJSON", "TuttiMCP", "TuttiModels",
                "TuttiObservability", "TuttiProcesses", "TuttiSQLite", "TuttiServer", "TuttiWorkflows",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "TuttiSim",
            dependencies: [
                "TuttiSimulation", "TuttiTesting", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),

        tests(of: "TuttiJSON"),
        tests(of: "TuttiCore", ["TuttiJSON", "TuttiSimulation", "TuttiTesting"]),
        tests(of: "TuttiModels", ["TuttiJSON", "TuttiTesting"]),
        tests(of: "TuttiMCP", ["TuttiJSON"]),
        tests(of: "TuttiAgents", ["TuttiCore", "TuttiJSON", "TuttiMCP", "TuttiModels", "TuttiTesting"]),
        tests(
            of: "TuttiHTTP",
            [
                "TuttiAgents", "TuttiCore", "TuttiJSON", "TuttiModels", "TuttiTesting",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        tests(of: "TuttiProcesses", ["TuttiCore", "TuttiJSON", "TuttiMCP", "TuttiTesting"]),
        tests(
            of: "TuttiServer",
            [
                "TuttiAgents", "TuttiCore", "TuttiJSON", "TuttiTesting",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        tests(
            of: "TuttiObservability", ["TuttiAgents", "TuttiCore", "TuttiJSON", "TuttiModels", "TuttiTesting"]),
        tests(of: "TuttiSQLite", ["TuttiAgents", "TuttiCore", "TuttiMCP", "TuttiModels", "TuttiTesting"]),
        tests(of: "TuttiTesting", ["Tutti", "TuttiAgents", "TuttiCore", "TuttiMCP", "TuttiModels"]),
        tests(of: "TuttiSimulation", ["TuttiCore", "TuttiJSON", "TuttiTesting"], resources: [.copy("Corpus")]),
        tests(of: "TuttiWorkflows", ["TuttiCore", "TuttiJSON", "TuttiTesting"]),
        tests(of: "TuttiForecast", ["TuttiCore", "TuttiJSON", "TuttiWorkflows"], exclude: ["Golden"]),
        .testTarget(
            name: "TuttiCLITests", dependencies: ["TuttiCLI", "TuttiCore", "TuttiJSON", "TuttiProcesses"],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
