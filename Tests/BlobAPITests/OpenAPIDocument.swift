import FoundationEssentials

/// What the tests need of `Docs/api/internal.yaml`, read by its indentation.
///
/// The document is written in one fixed style: paths at two spaces, methods at four, their members at six, and
/// responses at eight. A line in another style is found missing by the tests.
struct OpenAPIDocument {
    /// One operation of the document.
    struct Entry {
        /// The path template.
        let path: String
        /// The method in upper case.
        let method: String
        /// The value of `operationId`.
        var operationID = ""
        /// The values of `tags`.
        var tags: Set<String> = []
        /// The values of `x-attache-codes`.
        var codes: Set<String> = []
        /// The statuses under `responses`.
        var statuses: [Int] = []
        /// Whether `security: []` lifts the need for a secret.
        var isOpen = false
    }

    /// The operations in the order of the document.
    private(set) var entries: [Entry] = []

    /// The `enum` of the problem's `code` member.
    private(set) var problemCodes: Set<String> = []

    /// Reads the document of this package.
    init() throws {
        let file = URL(filePath: #filePath).resolvingSymlinksInPath()
        let root = file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "Docs/api/internal.yaml"), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        readPaths(lines)
        readProblemCodes(lines)
    }

    private mutating func readPaths(_ lines: [String]) {
        var path = ""
        for line in lines.drop(while: { $0 != "paths:" }).dropFirst().prefix(while: { $0.hasPrefix(" ") }) {
            let indentation = line.prefix { $0 == " " }.count
            let content = String(line.dropFirst(indentation))
            switch indentation {
            case 2: path = String(content.dropLast())
            case 4 where content != "parameters:":
                entries.append(Entry(path: path, method: content.dropLast().uppercased()))
            case 6...8 where !entries.isEmpty: read(content, at: indentation)
            default: break
            }
        }
    }

    private mutating func read(_ content: String, at indentation: Int) {
        let last = entries.count - 1
        if indentation == 8, content.hasPrefix("'"), let status = Int(content.dropFirst().prefix(3)) {
            entries[last].statuses.append(status)
        } else if let value = content.value(of: "operationId") {
            entries[last].operationID = value
        } else if let value = content.value(of: "tags") {
            entries[last].tags = value.list
        } else if let value = content.value(of: "x-attache-codes") {
            entries[last].codes = value.list
        } else if content == "security: []" {
            entries[last].isOpen = true
        }
    }

    private mutating func readProblemCodes(_ lines: [String]) {
        let codes = lines.drop { $0 != "  schemas:" }.drop { $0 != "          enum:" }
        problemCodes = Set(
            codes.dropFirst().prefix { $0.hasPrefix("            - ") }.map { String($0.dropFirst(14)) }
        )
    }
}

extension String {
    /// The text after a member's name, or nil when the line is about another member.
    fileprivate func value(of member: String) -> String? {
        hasPrefix(member + ": ") ? String(dropFirst(member.count + 2)) : nil
    }

    /// The members of a list in brackets.
    fileprivate var list: Set<String> {
        Set(filter { $0 != "[" && $0 != "]" && $0 != " " }.split(separator: ",").map(String.init))
    }
}
