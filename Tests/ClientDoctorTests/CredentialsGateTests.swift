import CertificateTesting
import NIOHTTP1
import Synchronization
import Testing

@testable import ClientDoctor

/// Who gets the password.
struct CredentialsGateTests {
    private func gate(_ base: String) throws -> CredentialsGate {
        CredentialsGate(base: try #require(WebAddress(base)))
    }

    @Test(arguments: [
        ("https://a.example", "https://a.example/x"), ("https://a.example:443", "https://a.example/"),
        ("http://a.example:8080", "http://a.example:8080/x"), ("http://a.example", "https://a.example/x"),
    ])
    func `the server that the user names gets the password`(base: String, address: String) throws {
        #expect(try gate(base).refusal(of: try #require(WebAddress(address))) == nil)
    }

    @Test(arguments: [
        ("https://a.example", "https://b.example/"), ("https://a.example", "https://a.example:8443/"),
        ("https://a.example", "https://a.example.b.example/"), ("http://a.example", "http://a.example:8080/"),
        ("http://a.example", "https://b.example/"),
    ])
    func `no other server gets the password`(base: String, address: String) throws {
        let refusal = try gate(base).refusal(of: try #require(WebAddress(address)))
        #expect(refusal == .otherServer(than: base))
    }

    @Test func `RFC 8607 §6.1 the attachment server gets the password, and not out of https`() throws {
        var gate = try gate("https://a.example")
        let node = try #require(WebAddress("https://node.example"))
        gate.open(to: .other(node))
        #expect(gate.refusal(of: node.at("/attachments/a1/x")) == nil)
        let plain = try #require(WebAddress("http://127.0.0.1:8081"))
        gate.open(to: .other(plain))
        #expect(gate.refusal(of: plain) == .outOfTLS)
        #expect(gate.refusal(of: try #require(WebAddress("http://a.example"))) == .outOfTLS)
    }

    // MARK: Over the network

    /// Where a service names another server, and what brings it about.
    struct Lure: CustomTestStringConvertible, Sendable {
        /// What names the other server.
        let name: String
        /// Brings it about; the scripted node is the other server.
        let change: ScriptedService.Change

        /// What names the other server.
        var testDescription: String { name }
    }

    static let lures = [
        Lure(name: "well-known URI") { $0.target == "/.well-known/caldav" ? .redirect(301, to: "{node}/") : nil },
        Lure(name: "principal") {
            guard $0.matches("PROPFIND", "/"), $0.isAuthorized else { return nil }
            return .multistatus(
                ("/", "<D:current-user-principal><D:href>{node}/p/</D:href></D:current-user-principal>")
            )
        },
        Lure(name: "home") {
            guard $0.matches("PROPFIND", "/principals/alice/") else { return nil }
            return .multistatus(
                ("/principals/alice/", "<C:calendar-home-set><D:href>{node}/h/</D:href></C:calendar-home-set>")
            )
        },
        Lure(name: "calendar") {
            guard $0.matches("PROPFIND", "/calendars/alice/") else { return nil }
            return .multistatus(("{node}/c/", "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>"))
        },
        Lure(name: "event") {
            if $0.matches("PROPFIND", "/calendars/alice/") { return ScriptedService.home(server: nil) }
            return $0.method == "REPORT" ? .multistatus(("{node}/e.ics", "<D:getetag>\"1\"</D:getetag>")) : nil
        },
        Lure(name: "ATTACH") {
            if $0.matches("PROPFIND", "/calendars/alice/") { return ScriptedService.home(server: nil) }
            guard $0.matches("GET", "/calendars/alice/calendar/e.ics") else { return nil }
            return ScriptedService.event(attach: "ATTACH;MANAGED-ID=a1:{node}/attachments/a1/menu.txt")
        },
    ]

    @Test(arguments: lures)
    func `no password goes to a server that nobody has named`(lure: Lure) async throws {
        let walk = Walk(service: ScriptedService(lure.change))
        let report = try await walk.report()
        #expect(!walk.service.requests.contains { $0.place == .node && $0.isAuthorized }, "\(report.text)")
        let told = report.findings.first { $0.severity >= .warning && $0.sentence.contains("this tool sends") }
        #expect(told?.advice?.contains("--base") == true, "\(report.text)")
    }

    @Test(arguments: lures)
    func `no password goes out of https`(lure: Lure) async throws {
        let thief = ScriptedService()
        let plain = try await ScriptedListener.start({ thief.answer(to: $0) }, as: .node)
        let service = ScriptedService { lure.change($0)?.at(front: "{front}", node: plain.url) }
        let report = try await Walk(service: service, certificate: SampleCertificates.certificate).report()
        try await plain.stop()
        #expect(!thief.requests.contains { $0.isAuthorized }, "\(report.text)")
        #expect(report.findings.contains { $0.severity == .failure }, "\(report.text)")
    }

    /// The URLs of a service that is there by https, and redirects there who comes by plain http.
    private struct Places: Sendable {
        var secure = ""
        var plain = ""
    }

    /// Walks from plain http to https; what the change says of `{node}` is the service by plain http.
    private func walkIntoTLS(
        _ change: @escaping ScriptedService.Change
    ) async throws -> (report: DoctorReport, secure: ScriptedService, plain: ScriptedService, url: String) {
        let certificate = SampleCertificates.certificate
        let places = Mutex(Places())
        let secure = ScriptedService { request in
            if let answer = change(request) { return answer }
            return request.matches("PROPFIND", "/calendars/alice/") ? ScriptedService.home(server: nil) : nil
        }
        let listener = try await ScriptedListener.start(
            certificate: certificate,
            { request in
                let known = places.withLock(\.self)
                return secure.answer(to: request).at(front: known.secure, node: known.plain)
            },
            as: .front
        )
        let plain = ScriptedService { request in
            places.withLock { $0.plain = "http://" + (request.fields.first(name: "Host") ?? "") }
            return .redirect(301, to: listener.url + "/.well-known/caldav")
        }
        places.withLock { $0.secure = listener.url }
        let report = try await Walk(service: plain, trusted: certificate).report()
        try await listener.stop()
        return (report, secure, plain, listener.url)
    }

    @Test func `RFC 6764 §5 a well-known URI may lead from plain http to https at the same host`() async throws {
        let (report, secure, _, url) = try await walkIntoTLS { _ in nil }
        let told = "/.well-known/caldav leads to \(url)/."
        #expect(report.findings.contains { $0.severity == .ok && $0.sentence == told }, "\(report.text)")
        #expect(report.findings.contains { $0.step == .home && $0.severity == .ok }, "\(report.text)")
        #expect(secure.requests.contains { $0.isAuthorized })
    }

    @Test func `a walk that plain http has led to https stays there`() async throws {
        let (report, _, plain, _) = try await walkIntoTLS { request in
            request.method == "REPORT" ? .multistatus(("{node}/e.ics", "<D:getetag>\"1\"</D:getetag>")) : nil
        }
        let told = try #require(report.findings.last?.sentence)
        #expect(told.hasPrefix("The service leads out of https to http://127.0.0.1"), "\(report.text)")
        #expect(plain.requests.filter(\.isAuthorized).map(\.target) == ["/.well-known/caldav"])
    }
}
