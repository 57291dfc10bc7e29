import CertificateTesting
import FoundationEssentials
import NIOHTTP1
import Subprocess
import SystemPackage
import Testing

extension Stories {
    /// An operator who wants to know what his users' calendars will meet.
    struct DoctorTests {
        private let menu = CalendarClient.File(name: "menu.txt", type: "text/plain", bytes: Array("Bread.".utf8))

        @Test func `on attache dev everything is fine, with a file of the user's own and with a trial`() async throws {
            try await DevServer.with { server in
                let alice = server.client(as: "alice")
                try await alice.put("e.ics", SampleEvent.meeting())
                #expect(try await alice.add(menu, to: "e.ics").status == 201)
                let read = try await DoctorRun(server.frontURL)
                #expect(read.code == 0, "\(read.text)")
                #expect(read.text.contains("The event /calendars/alice/calendar/e.ics has a file."), "\(read.text)")
                #expect(read.text.contains("Apple Calendar: It finds the calendars and opens files."), "\(read.text)")
                let before = try await calendars(of: alice)
                let written = try await DoctorRun(server.frontURL, "--write")
                #expect(written.code == 0, "\(written.text)")
                #expect(written.text.contains("The calendar was removed."), "\(written.text)")
                #expect(try await calendars(of: alice) == before)
            }
        }

        private func calendars(of client: CalendarClient) async throws -> Int {
            let answer = try await client.send(.PROPFIND, "/calendars/alice/", ["Depth": "1"])
            return answer.text.ranges(of: ":response>").count
        }

        @Test func `without a file there is a warning, and what to do; a wrong password is a failure`() async throws {
            try await DevServer.with { server in
                let without = try await DoctorRun(server.frontURL)
                #expect(without.code == 1, "\(without.text)")
                #expect(without.text.contains("--write"), "\(without.text)")
                let wrong = try await DoctorRun(server.frontURL, password: "wrong")
                #expect(wrong.code == 2, "\(wrong.text)")
                #expect(wrong.text.contains("alice is not let in"), "\(wrong.text)")
            }
        }

        @Test func `the report comes as JSON, too`() async throws {
            struct Report: Decodable {
                struct Finding: Decodable {
                    let step: String
                    let severity: String
                }
                let user: String
                let findings: [Finding]
            }
            try await DevServer.with { server in
                let run = try await DoctorRun(server.frontURL, "--write", "--json")
                let report = try JSONDecoder().decode(Report.self, from: Data(run.text.utf8))
                #expect(report.user == "alice")
                #expect(report.findings.first?.step == "connection")
                #expect(report.findings.last?.step == "clean-up")
            }
        }

        @Test func `what a server says moves no cursor and makes no lines`() async throws {
            let rude = RudeServer(body: #"{"title":"\u001b[2Jgone\nok       login\u009b1m\u202e"}"#)
            try await rude.run { url in
                let run = try await DoctorRun(url)
                #expect(run.code == 2, "\(run.text)")
                let shown = "\u{FFFD}[2Jgone\u{FFFD}ok       login\u{FFFD}1m\u{FFFD}"
                #expect(run.text.contains("is answered with 404 (\"\(shown)\"), and leads nowhere"), "\(run.text)")
                #expect(!run.text.unicodeScalars.contains { ["\u{1B}", "\u{9B}", "\u{202E}"].contains($0) })
            }
        }

        @Test func `in stream mode clients that follow no redirect open files, too`() async throws {
            var options = DevServer.Options()
            options.settings["ATTACHE_ATTACHMENTS_DOWNLOAD"] = "stream"
            try await DevServer.with(options) { server in
                let run = try await DoctorRun(server.frontURL, "--write")
                #expect(run.code == 0, "\(run.text)")
                #expect(run.text.contains("  All: It finds the calendars and opens files."), "\(run.text)")
            }
        }

        @Test func `RFC 8607 §3.11.4 where uploads are redirected a large file is sent to the node`() async throws {
            var options = DevServer.Options()
            options.settings["ATTACHE_ATTACHMENTS_UPLOAD"] = "redirect"
            try await DevServer.with(options) { server in
                let run = try await DoctorRun(server.frontURL, "--write")
                #expect(run.code == 0, "\(run.text)")
                #expect(run.text.contains("A file of 8 MiB was taken by \(server.nodeURLs[0])"), "\(run.text)")
            }
        }

        @Test func `with the nodes stopped it is told which server does not answer`() async throws {
            try await SeparateServices.with { services in
                let added = ["user", "add", "alice", "--password-stdin"]
                _ = try await services.attache(added, input: "alice\n")
                let alice = services.client(as: "alice", password: "alice")
                try await alice.put("e.ics", SampleEvent.meeting())
                #expect(try await alice.add(menu, to: "e.ics").status == 201)
                for node in services.nodes { try await node.stop() }
                let run = try await DoctorRun(services.frontURL)
                #expect(run.code == 2, "\(run.text)")
                let isNamed = services.nodeURLs.contains { url in
                    run.text.contains("The connection to \(url) failed: nobody listens there.")
                }
                #expect(isNamed, "\(run.text)")
                #expect(run.text.contains("Look whether the service runs"), "\(run.text)")
                for node in services.nodes { try await node.start() }
            }
        }

        @Test func `plain http under a name of the network is a failure for Apple Calendar`() async throws {
            let host = "calendar.example.com"
            try await DoctorServer.with({ port, _ in ["ATTACHE_PUBLIC_URL": "http://\(host):\(port)"] }) { server, _ in
                let base = "http://\(host):\(server.port)"
                let run = try await DoctorRun(base, "--write", "--resolve", "\(host)=127.0.0.1")
                #expect(run.code == 2, "\(run.text)")
                #expect(run.text.contains("Apple Calendar will show the file, and not open it"), "\(run.text)")
                #expect(run.text.contains("public-url"), "\(run.text)")
            }
        }

        @Test func `behind TLS all is fine where the certificate is trusted, and the reason is told where not`()
            async throws
        {
            let settings = { (port: Int, directory: FilePath) in
                for (name, text) in [("c.pem", SampleCertificates.certificate), ("k.pem", SampleCertificates.key)] {
                    try Data(text.utf8).write(to: URL(filePath: directory.appending(name).string))
                }
                return [
                    "ATTACHE_PUBLIC_TLS_CERTIFICATE_FILE": directory.appending("c.pem").string,
                    "ATTACHE_PUBLIC_TLS_KEY_FILE": directory.appending("k.pem").string,
                ]
            }
            try await DoctorServer.with(settings) { server, directory in
                let base = "https://127.0.0.1:\(server.port)"
                let trusted = try await DoctorRun(base, "--write", "--trust-file", directory.appending("c.pem").string)
                #expect(trusted.code == 0, "\(trusted.text)")
                #expect(trusted.text.contains("ATTACH is an absolute https URL"), "\(trusted.text)")
                let untrusted = try await DoctorRun(base, "--write")
                #expect(untrusted.code == 2, "\(untrusted.text)")
                #expect(untrusted.text.contains("is signed by itself"), "\(untrusted.text)")
            }
        }

        @Test func `a command that lacks something says what, before anything is asked or sent`() async throws {
            let file = ["--password-file", "/nowhere"]
            let cases = [
                (["--user", "alice"] + file, "Say where the service is"),
                (["--user", "alice", "--base", "ftp://a"] + file, "is no address of a service"),
                (["--base", "a.example"] + file, "--user"),
                (["--user", "alice", "--base", "a.example", "--token-file", "t"] + file, "and not both"),
                (["--user", "alice", "--base", "a.example", "--resolve", "a"] + file, "HOST=ADDRESS"),
                (["--user", "alice", "--base", "a.example", "--timeout", "0"] + file, "1 to 600"),
                (["--user", "alice", "--base", "a.example"], "There is no terminal"),
            ]
            let nowhere = try await Shell.run(.attache, ["doctor", "--user", "alice", "--base", "a.example"] + file)
            #expect(nowhere.status == .exited(66) && nowhere.errors.contains("/nowhere"), "\(nowhere)")
            for (arguments, sentence) in cases {
                let outcome = try await Shell.run(.attache, ["doctor"] + arguments)
                #expect(outcome.status == .exited(64), "\(arguments): \(outcome)")
                #expect(outcome.errors.contains(sentence), "\(arguments): \(outcome)")
            }
        }
    }
}
