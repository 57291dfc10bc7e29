import ArgumentParser
import DurableIO
import FoundationEssentials
import Testing

@testable import attache

/// What the tool reads from and writes for people.
struct TextTests {
    @Test func `columns are as wide as their widest cell`() {
        let table = TextTable(head: ["A", "LONG", "C"], rows: [["wide cell", "x", ""], ["y", "zz", "end"]])
        #expect(table.lines == ["A          LONG  C", "wide cell  x", "y          zz    end"])
    }

    @Test(arguments: ["mailto:alice@example.com", "urn:uuid:123", "https://a.example/alice", "MAILTO:a@b"])
    func `RFC 5545 §3.3.3 calendar user addresses are URIs`(text: String) {
        #expect(CalendarUserAddress.isValid(text))
    }

    @Test(arguments: ["", "alice", "mailto:", "mailto:alice", "mailto:@b", "mailto:a@", "mailto:a@b@c", "a b:c", ":x"])
    func `RFC 5545 §3.3.3 other texts are no calendar user addresses`(text: String) {
        #expect(!CalendarUserAddress.isValid(text))
    }

    @Test func `a password is the first line of its source`() throws {
        #expect(try Password(firstLineOf: "pässword with spaces \nsecond").text == "pässword with spaces ")
    }

    @Test func `a password that cannot be meant is refused`() {
        #expect(throws: PasswordError.empty) { try Password(firstLineOf: "\nsecond") }
        #expect(throws: PasswordError.controlCharacter) { try Password(firstLineOf: "a\u{7}b") }
        #expect(throws: PasswordError.tooLong(limit: 1024)) {
            try Password(firstLineOf: String(repeating: "a", count: 1025))
        }
    }

    @Test func `a password file that is not there is named in a sentence`() throws {
        let options = try PasswordOptions.parse(["--password-file", "/nowhere/password"])
        let error = #expect(throws: FileError.self) { try options.password() }
        #expect(try #require(error).isAbsence)
        #expect("\(try #require(error))".contains("/nowhere/password"))
    }

    @Test(arguments: [[], ["--password-stdin", "--generate-password"]])
    func `a password has exactly one source`(arguments: [String]) {
        #expect(throws: (any Error).self) { try PasswordOptions.parse(arguments) }
    }

    @Test func `the banner warns, names everything, and has three commands of one line each`() throws {
        let plan = try DevOptions.parse(["--nodes", "2", "--demo-users", "12"]).plan()
        let banner = DevBanner(plan: plan, users: DemoUser.all(numbered: 12))
        for part in [
            "FOR TRYING OUT", "http://127.0.0.1:8080/", "http://127.0.0.1:8081/", "http://127.0.0.1:8082/",
            "http://127.0.0.1:9082/metrics", "http://127.0.0.1:8080/calendars/alice/", "user01 to user12",
        ] {
            #expect(banner.text.contains(part), "\(part)")
        }
        #expect(banner.commands.count == 3)
        for command in banner.commands {
            #expect(!command.contains("\n"))
            #expect(banner.text.contains("\n" + command))
        }
    }

    /// All commands, each after those above it.
    private static func commands(below command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        [command] + command.configuration.subcommands.flatMap { commands(below: $0) }
    }

    @Test(arguments: commands(below: Attache.self))
    func `every command explains itself and every option`(command: any ParsableCommand.Type) {
        let help = Attache.helpMessage(for: command, includeHidden: true, columns: 1000)
        #expect(help.contains("OVERVIEW: \(command.configuration.abstract)"))
        let options = help.split(separator: "\n").filter { $0.hasPrefix("  -") }
        // A long option has its explanation on the next line, which is far indented.
        for option in options { #expect(option.count > 24 || help.contains("\(option)\n       "), "\(option)") }
    }
}
