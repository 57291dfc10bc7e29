import FoundationEssentials
import SystemPackage
import Testing

extension Stories {
    /// Large files that their client sends to the node itself (RFC 8607 §3.11.4), by curl.
    struct RedirectedUploadTests {
        private static let event = "/calendars/dora/calendar/e.ics"
        private static let fields =
            "-H 'Content-Type: application/pdf' -H 'Content-Disposition: attachment; filename=plan.pdf'"

        /// What curl tells of a transfer: the last status, the redirects, and the last URL.
        private static let story = "-w '\\n%{http_code} %{num_redirects} %{url_effective}'"

        private func prepare(_ pair: UploadPair, bytes: [UInt8]) async throws {
            try Data(SampleEvent.meeting()).write(to: URL(filePath: pair.directory.appending("e.ics").string))
            try Data(bytes).write(to: URL(filePath: pair.directory.appending("plan.pdf").string))
            let url = pair.frontURL + Self.event
            let put = try await pair.curl("-T e.ics -H 'Content-Type: text/calendar' -w '%{http_code}'", url)
            #expect(put == "201")
        }

        private func post(_ pair: UploadPair, _ query: String, _ more: String = "") async throws -> [Substring] {
            let arguments =
                "-D head -o body --data-binary @plan.pdf -H 'Expect: 100-continue' \(more) \(Self.fields) \(Self.story)"
            let told = try await pair.curl(arguments, pair.frontURL + Self.event + "?" + query)
            return told.split(separator: "\n").last?.split(separator: " ") ?? []
        }

        private func head(_ pair: UploadPair, _ name: String) async throws -> String {
            let script = "grep -i '^\(name):' head | tail -n 1 | cut -d ' ' -f 2- | tr -d '\\r\\n'"
            return try await Shell.run(script, in: pair.directory).text
        }

        @Test(arguments: [false, true])
        func `RFC 8607 §3.11.4 a long file goes to the node, and the front's answer comes back`(
            _ isSecure: Bool
        ) async throws {
            try await UploadPair.with(isSecure: isSecure) { pair in
                try await prepare(pair, bytes: SampleFile.noise(7, count: 3_000_000))
                let added = try await post(pair, "action=attachment-add", "-H 'Prefer: return=representation'")
                try #require(added.count == 3, "\(added)")
                #expect(added[0] == "201" && added[1] == "1")
                #expect(added[2].hasPrefix(pair.nodeURL + "/u/v1/"))
                let (id, location) = (try await head(pair, "Cal-Managed-ID"), try await head(pair, "Location"))
                #expect(location.hasPrefix("\(pair.frontURL)/attachments/\(id)/plan.pdf"))
                let stored = try await pair.curl("", pair.frontURL + Self.event)
                #expect(stored.contains("MANAGED-ID=\(id)"))
                let body = try String(
                    contentsOf: URL(filePath: pair.directory.appending("body").string),
                    encoding: .utf8
                )
                #expect(body == stored)
                let same = "-o got.pdf -w '%{http_code}'"
                #expect(try await pair.curl(same, location) == "200")
                #expect(try await Shell.run("cmp plan.pdf got.pdf", in: pair.directory).isSuccess)
                // Good once.
                let again = "-o body --data-binary @plan.pdf -w '%{http_code}'"
                #expect(try await pair.curl(again, String(added[2])) == "409")
                try Data(SampleFile.noise(8, count: 70_000)).write(
                    to: URL(filePath: pair.directory.appending("plan.pdf").string)
                )
                let updated = try await post(pair, "action=attachment-update&managed-id=\(id)")
                #expect(updated.first == "204" && updated.dropFirst().first == "1")
                #expect(try await head(pair, "Cal-Managed-ID") != id)
            }
        }

        @Test func `RFC 8607 §3.11.4 short files, and clients that do not wait, are served by the front`() async throws
        {
            try await UploadPair.with(isSecure: false) { pair in
                try await prepare(pair, bytes: SampleFile.noise(7, count: 65_000))
                let short = try await post(pair, "action=attachment-add")
                #expect(short.prefix(2) == ["201", "0"])
                try Data(SampleFile.noise(8, count: 900_000)).write(
                    to: URL(filePath: pair.directory.appending("plan.pdf").string)
                )
                let impatient = try await post(pair, "action=attachment-add", "-H 'Expect:'")
                #expect(impatient.first == "201")
            }
        }

        @Test func `a refusal of the front comes before any byte, and from the node the same as from the front`()
            async throws
        {
            try await UploadPair.with(isSecure: false) { pair in
                try await prepare(pair, bytes: SampleFile.noise(7, count: 3_000_000))
                let refused = try await post(pair, "action=attachment-add", "-H 'If-Match: \"other\"'")
                #expect(refused.prefix(2) == ["412", "0"])
                // A grant, and an event that is deleted before it is used.
                let ask =
                    "-o /dev/null --max-redirs 0 -X POST -H 'Expect: 100-continue' -H 'Content-Length: 3000000' "
                    + "-w '%{redirect_url}' --max-time 5"
                let script = "curl -sS -u dora:dora-1234 \(ask) '\(pair.frontURL)\(Self.event)?action=attachment-add'"
                let url = try await Shell.run(script, in: pair.directory).text
                try #require(url.hasPrefix(pair.nodeURL + "/u/v1/"), "\(url)")
                #expect(try await pair.curl("-X DELETE -w '%{http_code}'", pair.frontURL + Self.event) == "204")
                let late = "-o body --data-binary @plan.pdf -H 'Expect: 100-continue' -w '%{http_code} %{size_upload}'"
                #expect(try await pair.curl(late, url) == "404 0")
            }
        }
    }
}
