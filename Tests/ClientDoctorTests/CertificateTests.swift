import CertificateTesting
import ClientDoctor
import FoundationEssentials
import Testing

/// What is said of certificates, over real TLS.
struct CertificateTests {
    /// A certificate and what is said of it.
    struct Fault: CustomTestStringConvertible, Sendable {
        /// What is wrong.
        let name: String
        /// The certificate in PEM.
        let certificate: String
        /// Whether it is among the trusted ones.
        var isTrusted = true
        /// Those that are trusted, in PEM; the certificate for nil.
        var trusted: String?
        /// A part of the sentence.
        let sentence: String

        /// What is wrong.
        var testDescription: String { name }
    }

    static let faults = [
        Fault(
            name: "expired",
            certificate: SampleCertificates.expired,
            sentence: "has expired: it was good until 2021-01-01"
        ),
        Fault(name: "of the future", certificate: SampleCertificates.future, sentence: "not good before 2120-01-01"),
        Fault(
            name: "for another host",
            certificate: SampleCertificates.forOtherNames,
            sentence: "not for 127.0.0.1, but for a.example and www.a.example"
        ),
        Fault(
            name: "signed by itself",
            certificate: SampleCertificates.certificate,
            isTrusted: false,
            sentence: "signed by itself"
        ),
        Fault(
            name: "of an unknown authority",
            certificate: SampleCertificates.ofUnknownAuthority,
            isTrusted: false,
            sentence: "does not lead to an authority"
        ),
        Fault(
            name: "for another host, with an expired one",
            certificate: SampleCertificates.forOtherNames + "\n" + SampleCertificates.expired,
            trusted: SampleCertificates.forOtherNames,
            sentence: "not for 127.0.0.1, but for a.example and www.a.example"
        ),
        Fault(
            name: "of an unknown authority, with an expired one",
            certificate: SampleCertificates.ofUnknownAuthority + "\n" + SampleCertificates.expired,
            isTrusted: false,
            sentence: "sends with its own has expired: it was good until 2021-01-01"
        ),
    ]

    @Test(arguments: faults)
    func `a certificate that clients refuse ends the walk, with the reason`(fault: Fault) async throws {
        let walk = Walk(certificate: fault.certificate, isTrusted: fault.isTrusted, trusted: fault.trusted)
        let report = try await walk.report()
        let finding = try #require(report.findings.last, "\(report.text)")
        #expect(finding.step == .certificate)
        #expect(finding.severity == .failure)
        #expect(finding.sentence.contains(fault.sentence), "\(report.text)")
        #expect(finding.advice != nil)
        // Nothing is sent to a server that is not the one that it says.
        #expect(!walk.service.requests.contains { $0.isAuthorized })
    }

    @Test func `a good certificate is told with its end, and the walk goes on over TLS`() async throws {
        let report = try await Walk(certificate: SampleCertificates.certificate).report()
        #expect(report.severity == .note, "\(report.text)")
        let isTold = report.findings.contains {
            $0.step == .certificate && $0.sentence.contains("good until 2126-10-28")
        }
        #expect(isTold, "\(report.text)")
        #expect(report.findings.contains { $0.sentence == "ATTACH is an absolute https URL without a query." })
    }

    @Test func `an expired certificate that clients do not need is a warning, and the walk goes on`() async throws {
        let certificate = SampleCertificates.certificate
        let walk = Walk(certificate: certificate + "\n" + SampleCertificates.expired, trusted: certificate)
        let report = try await walk.report()
        #expect(report.severity == .warning, "\(report.text)")
        let told = report.findings.filter { $0.step == .certificate && $0.severity == .warning }.map(\.sentence)
        // Of the front, and of the node, which is another server.
        #expect(told.count == 2, "\(report.text)")
        #expect(told.allSatisfy { $0.contains("sends with its own has expired on 2021-01-01. It was not needed") })
        #expect(report.findings.contains { $0.sentence.contains("good until 2126-10-28.") }, "\(report.text)")
        #expect(report.findings.contains { $0.step == .substitution && $0.severity == .ok }, "\(report.text)")
    }

    @Test func `a certificate that ends within three weeks is a warning`() async throws {
        let end = Date(timeIntervalSince1970: 4_949_120_000)
        let early = try await Walk(certificate: SampleCertificates.certificate, now: end - 40 * 86_400).report()
        #expect(early.severity == .note, "\(early.text)")
        let late = try await Walk(certificate: SampleCertificates.certificate, now: end - 10 * 86_400).report()
        #expect(
            late.findings.contains { $0.severity == .warning && $0.sentence.contains("2126-10-28 only") },
            "\(late.text)"
        )
    }

    @Test func `an http service behind an https address is told as such`() async throws {
        let plain = try await ScriptedListener.start({ _ in ScriptedAnswer(200) }, as: .front)
        let address = try #require(WebAddress(plain.url.replacing("http:", with: "https:")))
        let credentials = DoctorCredentials.token("t")
        let report = try await DoctorVisit(base: address, user: "alice", credentials: credentials).run(now: Walk().now)
        try await plain.stop()
        #expect(report.findings.map(\.severity) == [.failure])
        #expect(
            report.findings.first?.sentence.hasSuffix(
                "does not speak TLS: something else answers there, such as plain http."
            )
                == true,
            "\(report.text)"
        )
        #expect(report.findings.first?.advice?.contains("write http:// before it") == true)
    }

    @Test func `a well-known URI that leads out of TLS is a failure for all`() async throws {
        let service = ScriptedService { request in
            request.target == "/.well-known/caldav" ? .redirect(301, to: "http://127.0.0.1/") : nil
        }
        let report = try await Walk(service: service, certificate: SampleCertificates.certificate).report()
        let finding = try #require(report.findings.last)
        #expect(finding.step == .wellKnown && finding.severity == .failure, "\(report.text)")
        #expect(finding.sentence.contains("from https to http://127.0.0.1"))
    }

    @Test func `plain http on another host is a warning, and none on this one`() async throws {
        let far = try await Walk(host: "cal.example.com").report()
        let finding = try #require(far.findings.first)
        #expect(finding.severity == .warning && finding.step == .connection, "\(far.text)")
        #expect(finding.sentence.contains("whoever is on the network between reads passwords"))
        let apple = try #require(far.prospects.first { $0.client == .appleCalendar })
        #expect(apple.severity == .failure, "\(far.text)")
        #expect(apple.reasons.contains { $0.contains("will show the file, and not open it") })
    }

    @Test func `no password goes out of https to an attachment server`() async throws {
        let seen = ScriptedService { _ in ScriptedAnswer(403) }
        let plain = try await ScriptedListener.start({ seen.answer(to: $0) }, as: .node)
        let server = plain.url.replacing("127.0.0.1", with: "files.example.com")
        let service = ScriptedService { request in
            let isHome = request.matches("PROPFIND", "/calendars/alice/")
            return isHome ? ScriptedService.home(server: "<D:href>\(server)</D:href>") : nil
        }
        var walk = Walk(service: service, certificate: SampleCertificates.certificate)
        walk.addresses = ["files.example.com": "127.0.0.1"]
        let report = try await walk.report()
        try await plain.stop()
        let finding = try #require(report.findings.last)
        #expect(finding.step == .substitution && finding.clients == [.substituting], "\(report.text)")
        #expect(finding.sentence.contains("leads out of https to \(server)"))
        #expect(!seen.requests.isEmpty && !seen.requests.contains { $0.isAuthorized })
    }

    @Test func `certificates to trust are read from PEM alone`() {
        #expect(throws: TrustedRootsError.noCertificate) { try TrustedRoots(pem: "none") }
        #expect(throws: TrustedRootsError.unreadable(path: "/nowhere.pem")) {
            try TrustedRoots(pemFile: "/nowhere.pem")
        }
    }
}
