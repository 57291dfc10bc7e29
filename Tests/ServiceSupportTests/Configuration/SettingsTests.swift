import FoundationEssentials
import SystemPackage
import Testing

@testable import ServiceSupport

/// The settings and their refusals.
struct SettingsTests {
    private enum Mode: String, CaseIterable {
        case redirect
        case stream
    }

    /// Makes a file with some text for the time of a body.
    private func withFile<Value>(_ text: String, _ body: (FilePath) async throws -> Value) async throws -> Value {
        let path = FileManager.default.temporaryDirectory.appending(path: "attache-\(UUID().uuidString).yaml")
        try Data(text.utf8).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        return try await body(FilePath(path.path()))
    }

    @Test func `a key has the same words in all three places`() {
        let key: SettingKey = "attachments.max-size"
        #expect(key.environmentName == "ATTACHE_ATTACHMENTS_MAX_SIZE")
        #expect(key.flag == "--attachments-max-size")
    }

    @Test func `a flag wins over the environment, and the environment over the file`() async throws {
        try await withFile("attachments:\n  max-size: 1\n  max-per-resource: 2\nquota:\n  bytes: 3\n") { path in
            let settings = try await Settings.load(
                flags: ["attachments.max-size": "10"],
                environment: ["ATTACHE_ATTACHMENTS_MAX_SIZE": "100", "ATTACHE_ATTACHMENTS_MAX_PER_RESOURCE": "200"],
                file: path
            )
            #expect(try settings.bytes("attachments.max-size") == 10)
            #expect(try settings.integer("attachments.max-per-resource", in: 0...1000) == 200)
            #expect(try settings.bytes("quota.bytes") == 3)
            #expect(try settings.string("public-url") == nil)
        }
    }

    @Test func `the environment names the file when no flag does`() async throws {
        try await withFile("public-url: https://a.example\n") { path in
            let settings = try await Settings.load(environment: ["ATTACHE_CONFIG": path.string])
            #expect(try settings.requiredURL("public-url").string == "https://a.example")
        }
    }

    @Test func `an empty value counts as not set`() async throws {
        let settings = try await Settings.load(environment: ["ATTACHE_QUOTA_BYTES": ""])
        #expect(try settings.bytes("quota.bytes") == nil)
    }

    @Test func `a wrong value is refused with a sentence that names key, value, source and what is allowed`()
        async throws
    {
        let settings = try await Settings.load(environment: ["ATTACHE_ATTACHMENTS_DOWNLOAD": "teleport"])
        let error = #expect(throws: SettingError.self) {
            try settings.choice("attachments.download", as: Mode.self)
        }
        #expect(
            error?.description == """
                attachments.download (ATTACHE_ATTACHMENTS_DOWNLOAD) is "teleport" in the environment, \
                but it must be one of "redirect", "stream".
                """
        )
    }

    @Test func `a missing value is refused with a sentence that says what it must be`() {
        let error = #expect(throws: SettingError.self) { try Settings([:]).requiredURL("public-url") }
        #expect(error?.description.hasPrefix("public-url (ATTACHE_PUBLIC_URL) is required: it must be an http") == true)
    }

    @Test func `a list where a value belongs is refused`() async throws {
        try await withFile("public-url: [a, b]\n") { path in
            let settings = try await Settings.load(environment: [:], file: path)
            #expect(throws: SettingError.self) { try settings.url("public-url") }
        }
    }

    @Test(arguments: ["- a\n", "a: [", ""])
    func `a file that is no YAML mapping is refused by name`(text: String) async throws {
        try await withFile(text) { path in
            let error = await #expect(throws: SettingError.self) {
                try await Settings.load(environment: [:], file: path)
            }
            #expect(error?.description.contains(path.string) == true)
        }
    }

    @Test(arguments: [("1", 1), ("2KiB", 2048), ("100 MiB", 104_857_600), ("3GiB", 3_221_225_472), ("0", 0)])
    func `sizes are read with binary units`(text: String, bytes: UInt64) throws {
        #expect(try Settings(["a": text]).bytes("a") == bytes)
    }

    @Test(arguments: ["-1", "1.5", "1 MB", "1e3", "99999999999999999999", "8388608TiB", "MiB", " 1", "١"])
    func `other sizes are refused`(text: String) {
        #expect(throws: SettingError.self) { try Settings(["a": text]).bytes("a") }
    }

    @Test(arguments: [("600", 600_000), ("10m", 600_000), ("1500ms", 1500), ("24h", 86_400_000), ("1d", 86_400_000)])
    func `times are read in seconds or with a unit`(text: String, milliseconds: Int) throws {
        #expect(try Settings(["a": text]).duration("a", in: .zero ... .seconds(86400)) == .milliseconds(milliseconds))
    }

    @Test func `a number outside its range is refused`() {
        #expect(throws: SettingError.self) { try Settings(["a": "101"]).integer("a", in: 1...100) }
        #expect(throws: SettingError.self) { try Settings(["a": "2d"]).duration("a", in: .zero ... .seconds(86400)) }
    }

    @Test(arguments: [
        ("https://A.example/", "https://a.example"), ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/dav/", "http://[::1]:8080/dav"),
    ])
    func `the URL of a service is read without a slash at its end`(text: String, string: String) throws {
        #expect(try Settings(["a": text]).requiredURL("a").string == string)
    }

    @Test(arguments: [
        "a.example", "ftp://a", "https://", "https://u@a", "https://a?b", "https://a#b", "https://a b", "/a",
        "http://a:0", "http://a:70000",
    ])
    func `other URLs are refused`(text: String) {
        #expect(throws: SettingError.self) { try Settings(["a": text]).url("a") }
    }

    @Test(arguments: [("127.0.0.1:80", "127.0.0.1", 80), ("[::]:0", "::", 0), ("localhost:65535", "localhost", 65535)])
    func `a listen address is a host and a port`(text: String, host: String, port: Int) throws {
        #expect(try Settings(["a": text]).listenAddress("a") == ListenAddress(host: host, port: port))
        #expect(ListenAddress(host: host, port: port).description == text)
    }

    @Test(arguments: ["80", ":80", "::1:80", "a:", "a:65536", "a:-1"])
    func `other listen addresses are refused`(text: String) {
        #expect(throws: SettingError.self) { try Settings(["a": text]).listenAddress("a") }
    }

    @Test func `a secret comes from a file, and a refusal does not repeat it`() async throws {
        try await withFile("hunter2\n") { path in
            let settings = Settings(["service.secret-file": path.string])
            #expect(try settings.secret(fromFileNamedBy: "service.secret-file") { $0 } == "hunter2\n")
            let error = #expect(throws: SettingError.self) {
                try settings.secret(fromFileNamedBy: "service.secret-file") { _ in throw ShortSecret() }
            }
            let sentence = try #require(error?.description)
            #expect(sentence.contains(path.string))
            #expect(sentence.contains("it is too short."))
            #expect(!sentence.contains("hunter2"))
        }
    }

    @Test func `a secret file that is not there is refused by name`() {
        let settings = Settings(["service.secret-file": "/nowhere/secret"])
        let error = #expect(throws: SettingError.self) {
            try settings.secret(fromFileNamedBy: "service.secret-file") { $0 }
        }
        #expect(error?.description.contains("/nowhere/secret, which cannot be used: there is no such file.") == true)
    }
}

/// A refusal of a test's secret.
private struct ShortSecret: Error, CustomStringConvertible {
    var description: String { "it is too short." }
}
