// swift-tools-version: 6.2

import PackageDescription

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// The arrows between targets point downward only; `Docs/architecture.md` draws them.

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let coreMetrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let nioHTTP2: Target.Dependency = .product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioHPACK: Target.Dependency = .product(name: "NIOHPACK", package: "swift-nio-http2")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let jwtKit: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")

var targets: [Target] = [
    // Level 0: system libraries and what depends on nothing of ours.
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CLMDB", providers: [.apt(["liblmdb-dev"])]),
    .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "ICalendar"),
    .target(name: "HTTPSemantics", dependencies: [httpTypes]),
    .target(name: "DurableIO", dependencies: ["CLinux", systemPackage]),
    .target(
        name: "ServiceSupport",
        dependencies: [
            "HTTPSemantics", hummingbird, httpTypes, logging, metrics, coreMetrics, configuration, serviceLifecycle,
            nioCore, nioPosix, nioHTTP1, nioHTTP2, nioHTTPTypes, nioSSL, nioTLS, systemPackage, hummingbirdCore,
            unixSignals,
        ]
    ),

    // Level 1: what the programs of both services take.
    .target(name: "ServiceFlags", dependencies: ["ServiceSupport", argumentParser]),

    // Level 1: one importer for each system library.
    .target(name: "Cryptography", dependencies: ["CLibCrypto"]),
    .target(name: "KeyValueIndex", dependencies: ["CLMDB", systemPackage]),
    .target(name: "Compression", dependencies: ["CZlib"]),
    .target(name: "WebDAV", dependencies: ["CLibXML2", "HTTPSemantics", httpTypes]),
    .target(name: "SQLDatabase", dependencies: [grdb, grdbSQLite]),
    .target(name: "Recurrence", dependencies: ["ICalendar"]),
    .target(name: "MalwareScanning", dependencies: [logging, nioCore, nioPosix]),
    .target(name: "HTMLPages", dependencies: ["HTTPSemantics"]),

    // Level 2: pure values and rules.
    .target(name: "BlobModel", dependencies: ["Cryptography"]),
    .target(name: "CalDAV", dependencies: ["WebDAV", "ICalendar", "Recurrence"]),
    .target(name: "ManagedAttachments", dependencies: ["HTTPSemantics", "ICalendar", "Recurrence"]),

    // Level 3: stores and the contract between the services.
    .target(name: "BlobAPI", dependencies: ["BlobModel", "Cryptography", "HTTPSemantics", httpTypes]),
    .target(
        name: "BlobStore",
        dependencies: ["BlobModel", "Cryptography", "DurableIO", "KeyValueIndex", logging, metrics, systemPackage]
    ),
    .target(name: "CalendarStore", dependencies: ["SQLDatabase", "ICalendar", "Cryptography"]),
    .target(name: "AttachmentStore", dependencies: ["SQLDatabase", "BlobModel"]),
    .target(name: "DeploymentStore", dependencies: ["SQLDatabase", "BlobModel", "Cryptography"]),

    // Level 4: both sides of the contract: all shards as one store, and answering.
    .target(
        name: "BlobClient",
        dependencies: [
            "BlobAPI", "BlobModel", "HTTPSemantics", asyncHTTPClient, httpTypes, logging, nioCore, nioHTTP1, nioPosix,
        ]
    ),
    .target(
        name: "InternalServing",
        dependencies: ["BlobAPI", "ServiceSupport", hummingbird, httpTypes, nioCore]
    ),

    .target(
        name: "AttachmentKeeping",
        dependencies: [
            "AttachmentStore", "BlobModel", "CalendarStore", "HTTPSemantics", "ICalendar", "ManagedAttachments",
            "Recurrence", "SQLDatabase",
        ]
    ),

    // Level 5: the services.
    .target(
        name: "BlobService",
        dependencies: [
            "BlobAPI", "BlobModel", "BlobStore", "BlobClient", "Cryptography", "DurableIO", "HTTPSemantics",
            "InternalServing", "ServiceSupport", hummingbird, httpTypes, logging, metrics, configuration,
            serviceLifecycle, nioCore, nioPosix, nioHTTP1, nioHTTPTypes, nioSSL, systemPackage,
        ]
    ),
    .target(
        name: "FrontService",
        dependencies: [
            "AttachmentKeeping", "AttachmentStore", "BlobAPI", "BlobClient", "BlobModel", "CalDAV", "CalendarStore",
            "Cryptography", "DeploymentStore", "HTMLPages", "HTTPSemantics", "ICalendar", "InternalServing",
            "MalwareScanning", "ManagedAttachments", "Recurrence", "SQLDatabase", "ServiceSupport", "WebDAV",
            hummingbird, httpTypes, logging, metrics, configuration, serviceLifecycle, nioCore, nioHTTP1, nioPosix,
            nioSSL, asyncHTTPClient, jwtKit, systemPackage,
        ]
    ),

    // Level 5 too: what the operator's tool does beside the services.
    .target(
        name: "DeploymentBackup",
        dependencies: [
            "AttachmentStore", "BlobModel", "BlobStore", "CalendarStore", "DeploymentStore", "DurableIO",
            "SQLDatabase", systemPackage,
        ]
    ),

    .target(
        name: "CalendarExchange",
        dependencies: [
            "AttachmentKeeping", "AttachmentStore", "BlobModel", "CalendarStore", "Compression", "DeploymentStore",
            "DurableIO", "HTTPSemantics", "ICalendar", "ManagedAttachments", "Recurrence", "SQLDatabase", systemPackage,
        ]
    ),

    .target(
        name: "ClientDoctor",
        dependencies: [
            "CalDAV", "HTTPSemantics", "ICalendar", "WebDAV", asyncHTTPClient, httpTypes, nioCore, nioHTTP1, nioPosix,
            nioSSL,
        ]
    ),

    // Level 6: programs.
    .executableTarget(
        name: "attache-blob",
        dependencies: [
            "BlobService", "ServiceFlags", "ServiceSupport", argumentParser, configuration, logging, systemPackage,
        ]
    ),
    .executableTarget(
        name: "attache-front",
        dependencies: [
            "BlobAPI", "FrontService", "ServiceFlags", "ServiceSupport", argumentParser, configuration, logging,
            systemPackage,
        ]
    ),
    .executableTarget(
        name: "attache",
        dependencies: [
            "BlobService", "BlobClient", "BlobStore", "FrontService", "ServiceSupport", "CalendarStore",
            "CalendarExchange", "DeploymentBackup", "DeploymentStore", "ManagedAttachments", "BlobModel", "BlobAPI",
            "SQLDatabase", "Cryptography", "AttachmentKeeping", "AttachmentStore", "ClientDoctor", "DurableIO",
            argumentParser, configuration, logging, nioCore, nioPosix, serviceLifecycle, systemPackage,
        ]
    ),

    // Test support: conformance suites, faulty twins and random numbers that repeat.
    .target(name: "RandomTesting", path: "Tests/RandomTesting"),
    .target(name: "CertificateTesting", path: "Tests/CertificateTesting"),
    .target(name: "DurableIOTesting", dependencies: ["DurableIO", systemPackage], path: "Tests/DurableIOTesting"),
    // Calls of the C library defined anew, so that a program records its own changes of the disk; linked into
    // engine-probe alone.
    .target(name: "IOProbe", path: "Tests/IOProbe"),
    .executableTarget(
        name: "engine-probe",
        dependencies: [
            "BlobModel", "BlobStore", "DurableIO", "IOProbe", "RandomTesting", argumentParser, logging, systemPackage,
        ],
        path: "Tests/EngineProbe"
    ),
    .target(
        name: "BlobStoreTesting",
        dependencies: ["BlobModel", "Cryptography", "RandomTesting"],
        path: "Tests/BlobStoreTesting"
    ),
    .target(
        name: "MetadataStoreTesting",
        dependencies: [
            "SQLDatabase", "CalendarStore", "AttachmentStore", "DeploymentStore", "BlobModel", "Cryptography",
        ],
        path: "Tests/MetadataStoreTesting"
    ),
]

/// Declares a test target that mirrors a source target.
func tests(_ target: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .testTarget(
        name: "\(target)Tests",
        dependencies: [.target(name: target), "RandomTesting"] + dependencies,
        resources: resources
    )
}

targets += [
    tests("ICalendar", resources: [.copy("Fixtures")]),
    tests("HTTPSemantics"),
    tests("DurableIO", ["DurableIOTesting", systemPackage]),
    tests(
        "ServiceSupport",
        [
            "CertificateTesting", "HTTPSemantics", hummingbird, hummingbirdTesting, httpTypes, configuration, logging,
            metrics, nioCore, nioHTTP1, nioPosix, serviceLifecycle, asyncHTTPClient, nioEmbedded, nioHPACK, nioHTTP2,
            nioSSL, systemPackage,
        ]
    ),
    tests("Cryptography"),
    tests("Compression"),
    tests("KeyValueIndex", ["DurableIOTesting", systemPackage]),
    tests("WebDAV", ["HTTPSemantics", httpTypes]),
    tests("MalwareScanning", [logging, nioCore, nioPosix]),
    tests("HTMLPages", ["HTTPSemantics"]),
    tests("SQLDatabase", [grdb]),
    tests("Recurrence", ["ICalendar"], resources: [.copy("Fixtures")]),
    tests("BlobModel", ["Cryptography"]),
    tests("CalDAV", ["WebDAV", "ICalendar", "Recurrence"]),
    tests("ManagedAttachments", ["HTTPSemantics", "ICalendar", "Recurrence"], resources: [.copy("Fixtures")]),
    tests("BlobAPI", ["BlobModel", "Cryptography", "HTTPSemantics"]),
    tests(
        "BlobStore",
        [
            "BlobModel", "BlobStoreTesting", "Cryptography", "DurableIO", "DurableIOTesting", "KeyValueIndex", logging,
            systemPackage,
        ],
        resources: [.copy("Fixtures")]
    ),
    tests("CalendarStore", ["MetadataStoreTesting", "SQLDatabase", "Cryptography"]),
    tests("AttachmentStore", ["MetadataStoreTesting", "SQLDatabase", "BlobModel", "Cryptography"]),
    tests("DeploymentStore", ["MetadataStoreTesting", "SQLDatabase", "BlobModel", "Cryptography"]),
    tests(
        "BlobClient",
        [
            "BlobStoreTesting", "BlobService", "BlobStore", "BlobAPI", "BlobModel", "Cryptography", "HTTPSemantics",
            "ServiceSupport", hummingbird, hummingbirdTesting, httpTypes, logging, nioCore, nioEmbedded, nioPosix,
            systemPackage,
        ]
    ),
    tests(
        "InternalServing",
        ["BlobAPI", "ServiceSupport", hummingbird, hummingbirdTesting, httpTypes, nioCore, nioPosix]
    ),
    tests(
        "BlobService",
        [
            "BlobAPI", "BlobModel", "BlobStore", "BlobStoreTesting", "BlobClient", "CertificateTesting", "Cryptography",
            "HTTPSemantics", "DurableIO", "DurableIOTesting", "ServiceSupport", hummingbird, hummingbirdTesting,
            httpTypes,
            logging, metrics, nioCore, nioHTTP1, nioPosix, nioSSL, serviceLifecycle, systemPackage,
        ]
    ),
    tests(
        "FrontService",
        [
            "AttachmentStore", "BlobAPI", "BlobClient", "BlobModel", "BlobStoreTesting", "CalDAV", "CalendarStore",
            "Cryptography", "DeploymentStore", "HTTPSemantics", "ICalendar", "MalwareScanning", "ManagedAttachments",
            "AttachmentKeeping", "HTMLPages", "SQLDatabase", "MetadataStoreTesting", "ServiceSupport", "WebDAV",
            hummingbird, hummingbirdTesting, httpTypes, logging, nioCore, nioEmbedded, nioPosix, systemPackage,
        ]
    ),
    tests(
        "AttachmentKeeping",
        [
            "AttachmentStore", "BlobModel", "CalendarStore", "Cryptography", "HTTPSemantics", "ICalendar",
            "ManagedAttachments", "MetadataStoreTesting", "SQLDatabase",
        ]
    ),
    tests(
        "ClientDoctor",
        [
            "CalDAV", "CertificateTesting", "HTTPSemantics", "WebDAV", asyncHTTPClient, httpTypes, nioCore, nioHTTP1,
            nioPosix, nioSSL,
        ]
    ),
    tests(
        "DeploymentBackup",
        [
            "AttachmentStore", "BlobModel", "BlobStore", "CalendarStore", "Cryptography", "DeploymentStore",
            "DurableIO", "DurableIOTesting", "MetadataStoreTesting", "SQLDatabase", logging, systemPackage,
        ]
    ),
    tests(
        "CalendarExchange",
        [
            "AttachmentStore", "BlobModel", "BlobStoreTesting", "CalendarStore", "DeploymentStore", "DurableIO",
            "DurableIOTesting", "ICalendar", "ManagedAttachments", "MetadataStoreTesting", "SQLDatabase", subprocess,
            systemPackage,
        ]
    ),
    // It does not depend on engine-probe: that would link IOProbe's calls into the one test program of the package.
    .testTarget(name: "CrashTests", dependencies: [subprocess, systemPackage]),
    .testTarget(
        name: "SystemTests",
        dependencies: [
            "attache", "attache-front", "attache-blob", "AttachmentStore", "BlobAPI", "BlobClient", "BlobModel",
            "BlobService", "BlobStore", "CalendarStore", "CertificateTesting", "Cryptography", "DeploymentStore",
            "FrontService", "RandomTesting", "SQLDatabase", "ServiceSupport",
            argumentParser, asyncHTTPClient, nioCore, nioHTTP1, nioPosix, subprocess, systemPackage,
        ]
    ),
]

if ProcessInfo.processInfo.environment["ENABLE_BENCHMARKS"] != nil {
    targets.append(
        .executableTarget(
            name: "AttacheBenchmarks",
            dependencies: [
                "BlobAPI", "BlobModel", "BlobStore", "CertificateTesting", "Cryptography", "DurableIO", "KeyValueIndex",
                "SQLDatabase", argumentParser, logging, nioCore, nioPosix, nioSSL, subprocess, systemPackage,
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            path: "Tests/Benchmarks/AttacheBenchmarks"
        )
    )
}

var dependencies: [Package.Dependency] = [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(
        url: "https://github.com/apple/swift-configuration",
        from: "1.4.0",
        traits: ["YAML", "CommandLineArguments"]
    ),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
]

if ProcessInfo.processInfo.environment["ENABLE_BENCHMARKS"] != nil {
    dependencies.append(.package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"))
}

// One loop applies the compiler settings to every target.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    // SE-0335, SE-0409, SE-0444, SE-0461, SE-0458
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]
for target in targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + settings
    if ["KeyValueIndex", "DurableIO"].contains(target.name) {
        target.swiftSettings?.append(.enableExperimentalFeature("Lifetimes"))
    }
}

let package = Package(
    name: "attache",
    products: [
        .executable(name: "attache", targets: ["attache"]),
        .executable(name: "attache-front", targets: ["attache-front"]),
        .executable(name: "attache-blob", targets: ["attache-blob"]),
    ],
    dependencies: dependencies,
    targets: targets
)
