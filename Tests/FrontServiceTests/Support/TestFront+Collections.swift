import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// Requests about collections and properties.
extension TestFront {
    /// Asks for properties of one resource.
    func properties(
        _ names: [XMLName],
        of uri: String,
        as user: String = "alice"
    ) async throws -> Multistatus.Entry {
        let body = XMLElement(DAVElement.propfind, [XMLElement(DAVElement.prop, names.map { XMLElement($0) })])
        let response = try await send("PROPFIND", uri, as: user, ["Depth": "0"], octets: XMLDocument.serialise(body))
        let answer = try Multistatus(response)
        let href = try #require(answer.hrefs.first)
        return try #require(answer.entries[href])
    }

    /// Sets and removes properties, and returns the answer.
    func patch(
        _ uri: String,
        set: [XMLElement] = [],
        remove: [XMLName] = [],
        as user: String = "alice",
        _ headers: [String: String] = [:]
    ) async throws -> TestResponse {
        var instructions: [XMLElement] = []
        if !set.isEmpty { instructions.append(XMLElement(DAVElement.set, [XMLElement(DAVElement.prop, set)])) }
        if !remove.isEmpty {
            let names = remove.map { XMLElement($0) }
            instructions.append(XMLElement(DAVElement.remove, [XMLElement(DAVElement.prop, names)]))
        }
        let body = XMLElement(DAVElement.propertyupdate, instructions)
        return try await send("PROPPATCH", uri, as: user, headers, octets: XMLDocument.serialise(body))
    }

    /// Makes a collection by MKCALENDAR or MKCOL with properties, and returns the answer.
    func make(
        _ uri: String,
        by root: XMLName,
        _ properties: [XMLElement] = [],
        as user: String = "alice",
        _ headers: [String: String] = [:]
    ) async throws -> TestResponse {
        let body = XMLElement(root, [XMLElement(DAVElement.set, [XMLElement(DAVElement.prop, properties)])])
        let method = root.local.uppercased()
        return try await send(method, uri, as: user, headers, octets: XMLDocument.serialise(body))
    }

    /// Makes a calendar that takes every component, and fails the test where it is not made.
    func makeCalendar(_ uri: String) async throws {
        let response = try await send("MKCALENDAR", uri)
        try #require(response.status == .created, "\(response.status) \(String(buffer: response.body))")
    }

    /// Copies or moves a resource, and returns the answer.
    func transfer(
        _ method: String,
        _ uri: String,
        to destination: String,
        as user: String = "alice",
        _ headers: [String: String] = [:]
    ) async throws -> TestResponse {
        try await send(method, uri, as: user, headers.merging(["Destination": destination]) { first, _ in first })
    }
}
