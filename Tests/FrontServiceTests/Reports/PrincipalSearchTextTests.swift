import CalDAV
import HTTPTypes
import HummingbirdTesting
import Testing
import WebDAV

@testable import FrontService

@Suite struct PrincipalSearchTextTests {
    private let alice = "/principals/users/alice/"

    private func found(_ text: String, on front: TestFront) async throws -> [String] {
        let body = """
            <D:principal-property-search><D:property-search><D:prop><C:calendar-user-address-set/></D:prop>\
            <D:match>\(text)</D:match></D:property-search></D:principal-property-search>
            """
        return try Multistatus(try await front.report(body, at: "/principals/users/")).hrefs
    }

    @Test func `RFC 3744 §9.4.1 each text of a value is matched by itself, and none across two`() async throws {
        try await TestFront.run { front async throws in
            let name = CalendarProperty.calendarUserAddressSet
            let entry = try await front.properties([name], of: alice)
            let addresses = try #require(entry.found(name)).all(DAVElement.href).map(\.text)
            try #require(addresses.count > 1)
            for address in addresses {
                #expect(try await found(address, on: front) == [alice])
            }
            for (first, second) in zip(addresses, addresses.dropFirst()) {
                #expect(try await found(String(first.suffix(9) + second.prefix(9)), on: front) == [])
            }
        }
    }
}
