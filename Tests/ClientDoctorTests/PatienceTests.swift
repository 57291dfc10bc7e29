import ClientDoctor
import Testing

/// No server keeps a walk longer than it may take.
struct PatienceTests {
    private func walk(_ change: @escaping ScriptedService.Change) -> Walk {
        var walk = Walk(service: ScriptedService(change))
        walk.timeout = .seconds(4)
        return walk
    }

    @Test(.timeLimit(.minutes(1)))
    func `a server that takes a request and says nothing is given up`() async throws {
        let report = try await walk { _ in ScriptedAnswer(200).sent(.never) }.report()
        #expect(report.findings.map(\.step) == [.connection], "\(report.text)")
        #expect(report.findings.first?.sentence.hasSuffix("did not answer in time.") == true, "\(report.text)")
    }

    @Test(.timeLimit(.minutes(1)))
    func `a server that takes a connection and speaks no TLS is given up`() async throws {
        let silent = try await ScriptedListener.silent()
        let address = try #require(WebAddress(silent.url))
        var visit = DoctorVisit(base: address, user: "alice", credentials: .token("t"))
        visit.timeout = .seconds(4)
        let report = try await visit.run(now: Walk().now)
        try await silent.stop()
        #expect(report.findings.map(\.step) == [.connection], "\(report.text)")
        #expect(report.findings.first?.sentence.hasSuffix("did not answer in time.") == true, "\(report.text)")
    }

    @Test(.timeLimit(.minutes(1)))
    func `a body that trickles is given up`() async throws {
        let report = try await walk { request in
            guard request.matches("PROPFIND", "/"), request.isAuthorized else { return nil }
            return ScriptedAnswer(207).sent(.trickling)
        }.report()
        let finding = try #require(report.findings.last, "\(report.text)")
        #expect(finding.step == .login && finding.severity == .failure, "\(report.text)")
        #expect(finding.sentence.hasSuffix("did not answer in time."), "\(report.text)")
    }

    @Test(.timeLimit(.minutes(1)))
    func `a refusal that trickles is given up`() async throws {
        let report = try await walk { request in
            let isFile = request.target.hasPrefix("/attachments/") && request.place == .node && request.isAuthorized
            return isFile ? ScriptedAnswer(500).sent(.trickling) : nil
        }.report()
        let finding = try #require(report.findings.last, "\(report.text)")
        #expect(finding.step == .substitution, "\(report.text)")
        #expect(finding.sentence.hasSuffix("did not answer in time."), "\(report.text)")
    }
}
