import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

/// A 207 answer, taken apart.
struct Multistatus {
    /// What is said about one resource.
    struct Entry {
        /// The status of the resource as a whole, such as `HTTP/1.1 404 Not Found`.
        let status: String?

        /// The properties by status code.
        let properties: [Int: [XMLElement]]

        /// Returns a property that was found, or nil.
        func found(_ name: XMLName) -> XMLElement? {
            properties[200]?.first { $0.name == name }
        }
    }

    /// The hrefs in their order.
    let hrefs: [String]

    /// What is said, by href.
    let entries: [String: Entry]

    /// Takes an answer apart, and fails the test where it is no multistatus.
    init(_ response: TestResponse) throws {
        try #require(response.status.code == 207, "\(response.status): \(String(buffer: response.body))")
        let root = try XMLDocument.parse(Array(buffer: response.body))
        #expect(root.name == DAVElement.multistatus)
        var entries: [String: Entry] = [:]
        var hrefs: [String] = []
        for element in root.all(DAVElement.response) {
            let href = try #require(element.first(DAVElement.href)).trimmedText
            hrefs.append(href)
            entries[href] = try Self.entry(element)
        }
        self.hrefs = hrefs
        self.entries = entries
    }

    /// Returns a property that was found on a resource, or fails the test.
    func found(_ name: XMLName, of href: String) throws -> XMLElement {
        let entry = try #require(entries[href], "no response for \(href), only for \(hrefs)")
        return try #require(entry.found(name), "\(href) has no \(name)")
    }

    private static func entry(_ element: XMLElement) throws -> Entry {
        var properties: [Int: [XMLElement]] = [:]
        for group in element.all(DAVElement.propstat) {
            let status = try #require(group.first(DAVElement.status)).trimmedText
            let code = try #require(Int(status.split(separator: " ")[1]))
            properties[code] = try #require(group.first(DAVElement.prop)).children
        }
        return Entry(status: element.first(DAVElement.status)?.trimmedText, properties: properties)
    }
}

/// Returns the name of the precondition in an error answer, and fails the test where the body is no `DAV:error`.
func precondition(of response: TestResponse) throws -> XMLElement? {
    let root = try XMLDocument.parse(Array(buffer: response.body))
    #expect(root.name == DAVElement.error)
    return root.children.first { $0.name != DAVElement.responsedescription }
}
