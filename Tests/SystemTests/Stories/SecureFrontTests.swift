import FoundationEssentials
import SystemPackage
import Testing

extension Stories {
    /// A front that clients reach without a reverse proxy, by curl.
    struct SecureFrontTests {
        private let version = "-o /dev/null -w '%{http_version} %{http_code}'"

        @Test(arguments: [("--http2", "2"), ("--http1.1", "1.1")])
        func `RFC 9113 §3.2 a client speaks the version that it negotiates by TLS`(
            option: String,
            expected: String
        ) async throws {
            try await SecureFront.with { front in
                let found = try await front.curl("\(option) -X PROPFIND -H 'Depth: 0' \(version)", "/calendars/dora/")
                #expect(found.text == "\(expected) 207", "\(found)")
            }
        }

        @Test func `by HTTP 2 an event is put, asked for, fetched in many streams at once, and removed`() async throws {
            try await SecureFront.with { front in
                let path = "/calendars/dora/calendar/e.ics"
                try Data(SampleEvent.meeting()).write(to: URL(filePath: front.directory.appending("e.ics").string))
                let put = try await front.curl("--http2 -T e.ics -H 'Content-Type: text/calendar' \(version)", path)
                #expect(put.text == "2 201", "\(put)")
                // One connection, and twenty streams on it.
                let many =
                    "--http2 --parallel --parallel-max 20 -o 'got-#1.ics' -w '%{http_version} %{num_connects}\\n'"
                let fetched = try await front.curl(many, path + "?[1-20]")
                let lines = fetched.text.split(separator: "\n")
                #expect(lines.count == 20 && lines.allSatisfy { $0.hasPrefix("2 ") }, "\(fetched)")
                #expect(lines.count { $0.hasSuffix(" 1") } == 1, "\(fetched)")
                let same = try await Shell.run("for n in {1..20}; do cmp e.ics got-$n.ics; done", in: front.directory)
                #expect(same.isSuccess, "\(same)")
                let removed = try await front.curl("--http2 -X DELETE \(version)", path)
                #expect(removed.text == "2 204", "\(removed)")
            }
        }

        @Test func `a renewed certificate is shown after SIGHUP, and the former one no more`() async throws {
            try await SecureFront.with { front in
                let path = "/calendars/dora/"
                let ask = "--http2 -X PROPFIND -H 'Depth: 0' \(version)"
                let before = try await front.curl(ask, path, trusting: .second)
                #expect(!before.isSuccess, "the certificate is not checked, so that the story would show nothing")
                try front.renew(to: .second)
                // The files are looked at every ten seconds without a signal.
                let isRenewed = try await eventually(within: .seconds(5)) {
                    try await front.curl(ask, path, trusting: .second).text == "2 207"
                }
                #expect(isRenewed)
                let former = try await front.curl(ask, path, trusting: .first)
                #expect(!former.isSuccess, "\(former)")
            }
        }
    }
}
