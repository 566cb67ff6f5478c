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

// A package of its own: who uses Tutti resolves nothing of this, and what is measured is the public interface.
let package = Package(
    name: "tutti-benchmarks",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "tutti-bench", targets: ["TuttiBench"])],
    dependencies: [
        .package(name: "tutti", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    ],
    targets: [
        .executableTarget(
            name: "TuttiBench",
            dependencies: [
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Tutti", package: "tutti"),
                .product(name: "TuttiTesting", package: "tutti"),
            ],
            swiftSettings: settings)
    ],
    swiftLanguageModes: [.v6]
)
