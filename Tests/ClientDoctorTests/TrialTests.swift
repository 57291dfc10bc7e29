import ClientDoctor
import Testing

/// What the walk writes, and that it removes it.
struct TrialTests {
    private func paths(_ method: String, of walk: Walk) -> [String] {
        walk.service.requests.filter { $0.method == method }.map(\.target)
    }

    @Test func `a calendar is made with an event and a file, and removed`() async throws {
        let walk = Walk(writes: true)
        let report = try await walk.report()
        #expect(report.severity == .note, "\(report.text)")
        let made = paths("MKCALENDAR", of: walk)
        #expect(made.count == 1 && made[0].hasPrefix("/calendars/alice/attache-doctor-"))
        #expect(paths("PUT", of: walk) == [made[0] + "file.ics"])
        #expect(paths("DELETE", of: walk) == made)
    }

    /// What may be refused while the calendar is there.
    static let refusals = ["PUT", "POST", "GET", "OPTIONS"]

    @Test(arguments: refusals)
    func `the calendar is removed whatever fails in it`(method: String) async throws {
        let walk = Walk(
            service: ScriptedService { request in
                request.method == method && request.target.contains("file.ics") ? .refusal(503, "Away.") : nil
            },
            writes: true
        )
        let report = try await walk.report()
        #expect(report.severity == .failure, "\(report.text)")
        #expect(paths("DELETE", of: walk) == paths("MKCALENDAR", of: walk))
    }

    @Test func `the calendar is removed when the walk is given up`() async throws {
        let (reached, reach) = AsyncStream.makeStream(of: Void.self)
        let walk = Walk(
            service: ScriptedService { request in
                if request.method == "POST" { reach.finish() }
                return nil
            },
            writes: true
        )
        let report = try await withThrowingTaskGroup(of: DoctorReport.self) { group in
            group.addTask { try await walk.report() }
            for await _ in reached {}
            group.cancelAll()
            return try #require(try await group.next())
        }
        #expect(report.findings.contains { $0.sentence == "The calendar was removed." }, "\(report.text)")
        #expect(paths("DELETE", of: walk) == paths("MKCALENDAR", of: walk))
    }

    @Test func `a calendar that could not be made is not removed`() async throws {
        let walk = Walk(
            service: ScriptedService { $0.method == "MKCALENDAR" ? ScriptedAnswer(403) : nil },
            writes: true
        )
        let report = try await walk.report()
        #expect(report.findings.last?.sentence.contains("was answered with 403") == true, "\(report.text)")
        #expect(paths("DELETE", of: walk).isEmpty)
    }

    @Test func `a calendar that stays behind is told, with what to do`() async throws {
        let walk = Walk(service: ScriptedService { $0.method == "DELETE" ? ScriptedAnswer(500) : nil }, writes: true)
        let report = try await walk.report()
        let finding = try #require(report.findings.first { $0.step == .cleanUp })
        #expect(finding.severity == .failure)
        #expect(finding.advice?.contains("-X DELETE") == true)
    }

    // MARK: Uploads

    private func isUpload(_ request: ScriptedRequest) -> Bool {
        request.method == "POST" && request.hasExpectation
    }

    @Test func `RFC 8607 §3.11.4 a large file is sent where the redirect leads, without credentials`() async throws {
        let walk = Walk(
            service: ScriptedService { request in
                if request.place == .node, request.method == "POST" { return ScriptedAnswer(201) }
                let isExpected = request.method == "POST" && request.hasExpectation
                return isExpected ? .redirect(307, to: "{node}/u/v1/grant") : nil
            },
            writes: true
        )
        let report = try await walk.report()
        let finding = report.findings.first { $0.step == .upload && $0.severity == .ok }
        #expect(finding?.sentence.contains("was taken by") == true, "\(report.text)")
        let sent = try #require(walk.service.requests.first { $0.matches("POST", "/u/v1/grant") })
        #expect(sent.bodySize == 8 << 20)
        #expect(!sent.isAuthorized)
    }

    @Test func `without a redirect nothing of the large file is sent`() async throws {
        let walk = Walk(writes: true)
        let report = try await walk.report()
        let finding = try #require(report.findings.first { $0.step == .upload })
        #expect(finding.sentence.contains("takes uploads itself"), "\(report.text)")
        #expect(walk.service.requests.filter(isUpload).count == 1)
    }

    @Test func `an upload that the node refuses is a failure for those who follow`() async throws {
        let walk = Walk(
            service: ScriptedService { request in
                if request.place == .node, request.method == "POST" { return ScriptedAnswer(507) }
                let isExpected = request.method == "POST" && request.hasExpectation
                return isExpected ? .redirect(307, to: "{node}/u/v1/grant") : nil
            },
            writes: true
        )
        let report = try await walk.report()
        let finding = try #require(report.findings.first { $0.step == .upload && $0.severity == .failure })
        #expect(finding.sentence.contains("answered 507"))
        #expect(!finding.clients.contains(.plain))
    }
}
