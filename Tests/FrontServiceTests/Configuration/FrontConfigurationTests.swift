import BlobAPI
import FoundationEssentials
import MalwareScanning
import SQLDatabase
import ServiceSupport
import SystemPackage
import Testing

@testable import FrontService

@Suite struct FrontConfigurationTests {
    private let required: [SettingKey: String] = [
        "public-url": "https://cal.example.com", "database-url": "sqlite:/var/lib/attache/metadata.sqlite",
    ]

    private func configuration(_ more: [SettingKey: String]) throws -> FrontConfiguration {
        try FrontConfiguration(Settings(required.merging(more) { $1 }))
    }

    @Test func `the defaults are those that are documented`() throws {
        let configuration = try configuration([:])
        #expect(configuration.attachments.maximumSize == 104_857_600)
        #expect(configuration.attachments.maximumPerResource == 100)
        #expect(configuration.attachments.allowsInstances)
        #expect(configuration.attachments.download == .redirect)
        #expect(configuration.attachments.server == .sameHost)
        #expect(configuration.attachments.urlLifetime == .seconds(600))
        #expect(configuration.quotaBytes == 1 << 30)
        #expect(configuration.calendarQuotaBytes == 1 << 30)
        #expect(configuration.requests.bodyMemory == 64 << 20)
        #expect(configuration.requests.bodyMemoryPerUser == 16 << 20)
        #expect(configuration.requests.reportsPerUser == 4)
        #expect(configuration.secretScope == .node)
        #expect(configuration.publicAddress == .loopback(8080))
        #expect(configuration.internalAddress == .loopback(9080))
    }

    @Test func `the defaults of uploads, scanning and pages are those that are documented`() throws {
        let plain = try configuration([:])
        #expect(plain.attachments.processing == nil)
        #expect(plain.attachments.upload == .stream)
        #expect(plain.attachments.redirectFrom == 8 << 20)
        #expect(plain.attachments.inlineFrom == nil)
        #expect(plain.pagesEnabled)
        #expect(plain.scan == nil)
        let scan = try #require(try configuration(["scan.clamd": "unix:/run/clamav/clamd.ctl"]).scan)
        #expect(scan.scanner == .unix(path: "/run/clamav/clamd.ctl"))
        #expect(scan.when == .before)
        #expect(scan.maximumSize == 25 << 20)
        #expect(scan.otherwise == .refuse)
        #expect(scan.timeout == .seconds(60))
    }

    @Test func `the settings of uploads, scanning and pages are read from the environment`() async throws {
        let settings = try await Settings.load(environment: [
            "ATTACHE_PUBLIC_URL": "https://cal.example.com", "ATTACHE_DATA": "/srv",
            "ATTACHE_ATTACHMENTS_PROCESSING": "20s", "ATTACHE_ATTACHMENTS_UPLOAD": "redirect",
            "ATTACHE_ATTACHMENTS_REDIRECT_FROM": "1MiB", "ATTACHE_ATTACHMENTS_INLINE_FROM": "16KiB",
            "ATTACHE_SCAN_CLAMD": "[::1]:3310", "ATTACHE_SCAN_WHEN": "after", "ATTACHE_SCAN_MAX_SIZE": "100MiB",
            "ATTACHE_SCAN_OTHERWISE": "accept", "ATTACHE_SCAN_TIMEOUT": "2m", "ATTACHE_PAGES_ENABLED": "off",
        ])
        let configuration = try FrontConfiguration(settings)
        let notice = ProcessingNotice(first: .seconds(20), every: .seconds(20))
        #expect(configuration.attachments.processing == notice)
        #expect(configuration.attachments.upload == .redirect)
        #expect(configuration.attachments.redirectFrom == 1 << 20)
        #expect(configuration.attachments.inlineFrom == 16 << 10)
        #expect(!configuration.pagesEnabled)
        let scan = try #require(configuration.scan)
        #expect(scan.scanner == .tcp(host: "::1", port: 3310))
        #expect(scan.when == .after)
        #expect(scan.maximumSize == 100 << 20)
        #expect(scan.otherwise == .accept)
        #expect(scan.timeout == .seconds(120))
    }

    @Test(arguments: ["off", "no", "FALSE"])
    func `what has no value may be spelled off`(word: String) throws {
        let settings: [SettingKey: String] = ["attachments.processing": word, "attachments.inline-from": word]
        let configuration = try configuration(settings)
        #expect(configuration.attachments.processing == nil)
        #expect(configuration.attachments.inlineFrom == nil)
    }

    @Test func `every setting is read from the environment`() async throws {
        let settings = try await Settings.load(environment: [
            "ATTACHE_PUBLIC_URL": "https://cal.example.com",
            "ATTACHE_DATABASE_URL": "sqlite:x.sqlite",
            "ATTACHE_ATTACHMENTS_MAX_SIZE": "1000",
            "ATTACHE_ATTACHMENTS_MAX_PER_RESOURCE": "7",
            "ATTACHE_ATTACHMENTS_RECURRENCE": "off",
            "ATTACHE_ATTACHMENTS_DOWNLOAD": "stream",
            "ATTACHE_ATTACHMENTS_SERVER_URL": "https://files.example.com",
            "ATTACHE_ATTACHMENTS_URL_LIFETIME": "120",
            "ATTACHE_FRONT_SECRET_SCOPE": "deployment",
            "ATTACHE_QUOTA_BYTES": "5000",
            "ATTACHE_QUOTA_CALENDAR_BYTES": "6000",
            "ATTACHE_REQUESTS_BODY_MEMORY": "8MiB",
            "ATTACHE_REQUESTS_BODY_MEMORY_PER_USER": "2MiB",
            "ATTACHE_REQUESTS_REPORTS_PER_USER": "2",
        ])
        let configuration = try FrontConfiguration(settings)
        #expect(configuration.attachments.maximumSize == 1000)
        #expect(configuration.attachments.maximumPerResource == 7)
        #expect(!configuration.attachments.allowsInstances)
        #expect(configuration.attachments.download == .stream)
        let server = try #require(AttachmentConfiguration.Server(parsing: "https://files.example.com"))
        #expect(configuration.attachments.server == server)
        #expect(configuration.attachments.urlLifetime == .seconds(120))
        #expect(configuration.secretScope == .deployment)
        #expect(configuration.quotaBytes == 5000)
        #expect(configuration.calendarQuotaBytes == 6000)
        #expect(configuration.requests.bodyMemory == 8 << 20)
        #expect(configuration.requests.bodyMemoryPerUser == 2 << 20)
        #expect(configuration.requests.reportsPerUser == 2)
        #expect(configuration.databaseURL == .sqlite(path: "x.sqlite"))
    }

    @Test func `without a database URL the database is in the data directory`() throws {
        let settings = Settings(["public-url": "https://cal.example.com", "data": "/srv/attache"])
        #expect(try FrontConfiguration(settings).databaseURL == .sqlite(path: "/srv/attache/metadata.sqlite"))
    }

    @Test(arguments: [
        ("attachments.download", "push", "\"stream\""), ("attachments.recurrence", "M", "true or false"),
        ("attachments.server-url", "ftp://x", "same-host"),
        ("attachments.server-url", "https://x.example.com/path", "without a path"),
        ("attachments.max-size", "0", "number of bytes"), ("attachments.url-lifetime", "1", "seconds"),
        ("attachments.url-lifetime", "2d", "seconds"), ("public-url", "https://x.example.com/dav", "without a path"),
        ("public-url", "cal.example.com", "http"), ("database-url", "mysql:x", "sqlite:PATH"),
        ("requests.reports-per-user", "0", "whole number"), ("requests.body-memory", "1", "number of bytes"),
        ("attachments.max-per-resource", "-1", "whole number"), ("front.secret-scope", "none", "\"deployment\""),
        ("attachments.processing", "4", "off, or a number of seconds"),
        ("attachments.processing", "0", "off, or a number of seconds"),
        ("attachments.processing", "11m", "from 5 to 600"), ("attachments.upload", "push", "\"redirect\""),
        ("attachments.redirect-from", "1KiB", "number of bytes"),
        ("attachments.inline-from", "65MiB", "off, or a number of bytes"),
        ("attachments.inline-from", "0", "off, or a number of bytes"),
        ("scan.clamd", "/run/clamd.ctl", "unix:"), ("scan.clamd", "unix:clamd.ctl", "unix:"),
        ("scan.clamd", "localhost", "unix:"), ("scan.when", "later", "\"after\""),
        ("scan.otherwise", "skip", "\"accept\""), ("scan.timeout", "0", "seconds"), ("scan.max-size", "0", "bytes"),
        ("pages.enabled", "maybe", "true or false"),
    ])
    func `a wrong value is refused by a sentence with key, value, and what is allowed`(
        key: String,
        value: String,
        allowed: String
    ) {
        #expect { try configuration([SettingKey(key): value]) } throws: { error in
            let sentence = "\(error)"
            return sentence.contains(key) && sentence.contains(value) && sentence.contains(allowed)
        }
    }

    @Test(arguments: ["on", "off", "true", "no"])
    func `a YAML file says on and off as the environment does`(word: String) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "front-\(UUID().uuidString).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text = "public-url: https://cal.example.com\ndata: /srv\nattachments:\n  recurrence: \(word)\n"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let settings = try await Settings.load(environment: [:], file: FilePath(path))
        #expect(try FrontConfiguration(settings).attachments.allowsInstances == ["on", "true"].contains(word))
    }

    @Test func `the public URL is required`() {
        #expect { try FrontConfiguration(Settings(["data": "/srv"])) } throws: { error in
            "\(error)".contains("ATTACHE_PUBLIC_URL")
        }
    }
}
