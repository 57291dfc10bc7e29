import FoundationEssentials
import Logging
import Testing

@testable import ServiceSupport

/// Log lines.
struct LogLineFormatterTests {
    private func line(_ format: LogFormat, _ facts: Logger.Metadata, message: String = "request") -> String {
        LogLineFormatter(format: format).line(
            at: Date(timeIntervalSince1970: 1_700_000_000.25),
            label: "front",
            level: .info,
            message: message,
            facts: facts
        )
    }

    @Test func `a JSON line is one object with sorted facts`() {
        #expect(
            line(.json, ["b": "1", "a": ["x", "y"]])
                == #"{"time":"2023-11-14T22:13:20.250Z","level":"info","logger":"front","message":"request","#
                + #""a":["x","y"],"b":"1"}"# + "\n"
        )
    }

    @Test func `a text line is one line, whatever the facts hold`() {
        #expect(
            line(.text, ["a": "x y", "b": "1", "c": "x\ny"])
                == #"2023-11-14T22:13:20.250Z info front: request a="x y" b=1 c="x\ny""# + "\n"
        )
    }

    @Test(arguments: LogFormat.allCases)
    func `a line break in a message or a fact does not make a second line`(format: LogFormat) {
        let text = line(format, ["a": "x\r\ny\u{2028}z"], message: "one\ntwo")
        #expect(text.filter(\.isNewline).count == 1)
    }

    @Test(arguments: ["authorization", "Password", "service-secret", "set-cookie", "url-signature"])
    func `facts that are named like secrets are not written`(name: String) {
        for format in LogFormat.allCases {
            let text = line(format, [name: "hunter2"])
            #expect(!text.contains("hunter2"))
            #expect(text.contains("[redacted]"))
        }
    }

    @Test func `a logger writes events at its level and above`() {
        let lines = Lines()
        var logger = Logger(label: "front") { label in
            LineLogHandler(label: label, level: .info, formatter: LogLineFormatter(format: .text), write: lines.append)
        }
        logger[metadataKey: "node"] = "n1"
        logger.debug("no")
        logger.warning("yes", metadata: ["shard": "s1"])
        #expect(lines.all.count == 1)
        #expect(lines.all.first?.hasSuffix("warning front: yes node=n1 shard=s1\n") == true)
    }
}
