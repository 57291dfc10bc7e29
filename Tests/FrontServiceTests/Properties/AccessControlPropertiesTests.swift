import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

@Suite struct AccessControlPropertiesTests {
    private let calendar = "/calendars/alice/calendar/"

    private func propfind(_ names: [XMLName], at uri: String, on front: TestFront) async throws -> Multistatus {
        let body = XMLElement(DAVElement.propfind, [XMLElement(DAVElement.prop, names.map { XMLElement($0) })])
        let octets = XMLDocument.serialise(body)
        return try Multistatus(try await front.send("PROPFIND", uri, ["Depth": "0"], octets: octets))
    }

    private func privileges(_ element: XMLElement) -> Set<XMLName> {
        Set(element.all(DAVElement.privilege).compactMap { $0.children.first?.name })
    }

    /// Returns each privilege of a supported-privilege element, with those that it contains.
    private func tree(_ element: XMLElement) -> [XMLName: Set<XMLName>] {
        let contained = element.all(ACLElement.supportedPrivilege)
        let names = Set(contained.flatMap { privileges($0) })
        var found = Dictionary(privileges(element).map { ($0, names) }) { first, _ in first }
        for child in contained { found.merge(tree(child)) { first, _ in first } }
        return found
    }

    @Test func `RFC 3744 §5.5 acl says that what is in a home is its owner's`() async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "a.ics", SampleEvent.text())
            for uri in ["/calendars/alice/", calendar, calendar + "a.ics"] {
                let answer = try await propfind([DAVProperty.acl], at: uri, on: front)
                let entries = try answer.found(DAVProperty.acl, of: uri).all(ACLElement.ace)
                let entry = try #require(entries.first)
                #expect(entries.count == 1)
                let grantee = entry.first(DAVElement.principal)?.first(ACLElement.property)?.children.map(\.name)
                #expect(grantee == [DAVProperty.owner])
                let granted = try #require(entry.first(ACLElement.grant))
                #expect(privileges(granted).isSuperset(of: [Privilege.all.name, Privilege.write.name]))
                #expect(entry.first(ACLElement.protected) != nil)
            }
        }
    }

    @Test(arguments: ["/", "/principals/users/alice/", "/calendars/"])
    func `RFC 3744 §3.6 without read-acl the property acl is 403`(uri: String) async throws {
        try await TestFront.run { front in
            let answer = try await propfind([DAVProperty.acl, DAVProperty.owner], at: uri, on: front)
            #expect(answer.entries[uri]?.properties[403]?.map(\.name) == [DAVProperty.acl])
            #expect(answer.entries[uri]?.properties[200]?.map(\.name) == [DAVProperty.owner])
        }
    }

    @Test func `RFC 3744 §5.3 the privileges are a tree, each in it once, as the standards contain them`() async throws
    {
        try await TestFront.run { front in
            let answer = try await propfind([DAVProperty.supportedPrivilegeSet], at: calendar, on: front)
            let set = try answer.found(DAVProperty.supportedPrivilegeSet, of: calendar)
            let tree = tree(try #require(set.children.first))
            #expect(set.children.count == 1)
            #expect(tree[Privilege.read.name] == [Privilege.readFreeBusy.name])
            #expect(
                tree[Privilege.write.name] == [
                    Privilege.writeProperties.name, Privilege.writeContent.name, Privilege.bind.name,
                    Privilege.unbind.name,
                ]
            )
            // Everything that anybody can be told to have is in it.
            #expect(Set(tree.keys) == Set(Privileges.all.elements.map(\.name)))
        }
    }

    @Test func `RFC 3744 §5.4 the privileges of the user are those that access control computes`() async throws {
        try await TestFront.run { front in
            let name = DAVProperty.currentUserPrivilegeSet
            let own = try await propfind([name], at: calendar, on: front)
            #expect(privileges(try own.found(name, of: calendar)) == Set(Privileges.all.elements.map(\.name)))
            let shared = try await propfind([name], at: "/principals/users/bob/", on: front)
            let granted = privileges(try shared.found(name, of: "/principals/users/bob/"))
            #expect(granted == Set(Privileges.reading.elements.map(\.name)))
        }
    }

    @Test func `RFC 3744 §5.6 and §5.7 restrictions and inheritance are told`() async throws {
        try await TestFront.run { front in
            let names = [DAVProperty.aclRestrictions, DAVProperty.inheritedAclSet]
            let answer = try await propfind(names, at: calendar, on: front)
            let restrictions = try answer.found(DAVProperty.aclRestrictions, of: calendar).children.map(\.name)
            #expect(restrictions == [ACLElement.grantOnly, ACLElement.noInvert])
            #expect(try answer.found(DAVProperty.inheritedAclSet, of: calendar).children == [])
        }
    }

    @Test(arguments: ["/calendars/alice/", "/calendars/alice/calendar/", "/calendars/alice/calendar/a.ics"])
    func `RFC 4791 §7.5.1 whatever answers queries names their collations`(uri: String) async throws {
        try await TestFront.run { front in
            try await front.put(calendar + "a.ics", SampleEvent.text())
            let name = CalendarProperty.supportedCollationSet
            let answer = try await propfind([name], at: uri, on: front)
            let collations = try answer.found(name, of: uri).children.map(\.text)
            #expect(collations == ["i;ascii-casemap", "i;octet", "i;unicode-casemap"])
        }
    }
}
