import ClientDoctor
import Testing

/// Every fault of a service is found, at its step, and told in plain words.
struct FindingTests {
    /// A fault and what is to be said of it.
    struct Fault: CustomTestStringConvertible, Sendable {
        /// What is wrong.
        let name: String
        /// Where it is found.
        let step: DoctorStep
        /// How much it matters.
        let severity: Severity
        /// A part of the sentence.
        let sentence: String
        /// Whom it concerns.
        var clients: Set<ClientKind> = .all
        /// What brings it about.
        let change: ScriptedService.Change

        /// What is wrong.
        var testDescription: String { name }
    }

    @Test(arguments: Self.discovery + Self.promises + Self.files + Self.substitution)
    func `a fault is found at its step, with those whom it concerns`(fault: Fault) async throws {
        let report = try await Walk(service: ScriptedService(fault.change)).report()
        let found = report.findings.first { $0.step == fault.step && $0.sentence.contains(fault.sentence) }
        let finding = try #require(found, "\(report.text)")
        #expect(finding.severity == fault.severity, "\(finding)")
        #expect(Set(finding.clients) == fault.clients, "\(finding)")
        #expect(report.severity >= fault.severity)
    }

    @Test func `a service without a fault has no warning, and all kinds of clients but the plain one open files`()
        async throws
    {
        let report = try await Walk().report()
        #expect(report.severity == .note, "\(report.text)")
        for prospect in report.prospects where prospect.client != .plain {
            #expect(prospect.sentence == "It finds the calendars and opens files.", "\(report.text)")
        }
        #expect(report.text.hasSuffix("Everything is fine."))
    }

    @Test func `a limit that is not told is none that is promised`() async throws {
        let path = "/calendars/alice/calendar/"
        for answer in [ScriptedAnswer(403), ScriptedAnswer(500), .multistatus((path, ""))] {
            let service = ScriptedService { $0.matches("PROPFIND", path) ? answer : nil }
            let report = try await Walk(service: service).report()
            #expect(!report.findings.contains { $0.step == .limits && $0.severity == .ok }, "\(report.text)")
        }
    }

    @Test func `a file that is longer than any answer that is read comes all the same`() async throws {
        let service = ScriptedService { request in
            let isFile = request.target.hasPrefix("/attachments/") && request.place == .node && request.isAuthorized
            return isFile ? ScriptedService.file(isPart: false).sent(.padded(17 << 20)) : nil
        }
        let report = try await Walk(service: service).report()
        #expect(report.severity == .note, "\(report.text)")
        #expect(report.findings.contains { $0.step == .substitution && $0.severity == .ok }, "\(report.text)")
    }

    @Test func `a refusal is told by its status, however much it says`() async throws {
        let service = ScriptedService { request in
            let isFile = request.target.hasPrefix("/attachments/") && request.place == .node && request.isAuthorized
            return isFile ? ScriptedAnswer(403).sent(.padded(17 << 20)) : nil
        }
        let report = try await Walk(service: service).report()
        let isTold = report.findings.contains { $0.sentence.hasSuffix("answers GET of the file with 403.") }
        #expect(isTold, "\(report.text)")
    }

    @Test func `nothing is written unless it is asked for`() async throws {
        let walk = Walk()
        _ = try await walk.report()
        let methods = Set(walk.service.requests.map(\.method))
        #expect(methods == ["HEAD", "PROPFIND", "OPTIONS", "REPORT", "GET"])
    }

    @Test func `credentials go to no server that an event alone names`() async throws {
        let walk = Walk(
            service: ScriptedService { request in
                guard request.place == .front, request.matches("GET", "/calendars/alice/calendar/e.ics") else {
                    return nil
                }
                return ScriptedService.event(
                    attach: "ATTACH;MANAGED-ID=a1;SIZE=5:https://thief.example/attachments/a1/x"
                )
            }
        )
        let report = try await walk.report()
        let refused = report.findings.contains { $0.sentence.contains("sends no password to https://thief.example") }
        #expect(refused, "\(report.text)")
    }

    @Test func `a stopped node is told as such, to those who need it`() async throws {
        let report = try await Walk().report(isNodeUp: false)
        let finding = try #require(report.findings.first { $0.severity == .failure }, "\(report.text)")
        #expect(finding.sentence.contains("failed: nobody listens there."))
        #expect(finding.advice?.contains("Look whether the service runs") == true)
        #expect(report.prospects.first { $0.client == .appleCalendar }?.severity == .failure)
        #expect(report.prospects.first { $0.client == .plain }?.severity == .note)
    }

    @Test func `a host that nobody listens at ends the walk at once`() async throws {
        let silent = try await ScriptedListener.start({ _ in ScriptedAnswer(200) }, as: .front)
        try await silent.stop()
        let address = try #require(WebAddress(silent.url))
        let credentials = DoctorCredentials.password(user: "alice", password: "alice")
        let report = try await DoctorVisit(base: address, user: "alice", credentials: credentials).run(now: Walk().now)
        #expect(report.findings.map(\.step) == [.connection])
        #expect(report.severity == .failure)
    }
}
