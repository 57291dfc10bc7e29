import CalDAV
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// The properties of access control on every kind of resource that has properties.
@Suite struct AccessControlEverywhereTests {
    private static let principal = "/principals/users/alice/"
    private static let object = "/calendars/alice/calendar/e1.ics"

    private static let outsideOfHomes = ["/", "/principals/", "/principals/users/", principal, "/calendars/"]
    private static let inHome = ["/calendars/alice/", "/calendars/alice/calendar/", "/calendars/alice/inbox/", object]

    /// RFC 3744 §5.1 to §5.8.
    private static let ofResources = [
        DAVProperty.owner, DAVProperty.group, DAVProperty.supportedPrivilegeSet, DAVProperty.currentUserPrivilegeSet,
        DAVProperty.acl, DAVProperty.aclRestrictions, DAVProperty.inheritedAclSet, DAVProperty.principalCollectionSet,
    ]

    /// RFC 3744 §4.1, §4.2, §4.4: those whose support is REQUIRED.
    private static let ofPrincipals = [
        DAVProperty.alternateURISet, DAVProperty.principalURL, DAVProperty.groupMembership,
    ]

    private func withObject(_ body: @escaping @Sendable (TestFront) async throws -> Void) async throws {
        try await TestFront.run { front async throws in
            try await front.put(Self.object, SampleEvent.text())
            try await body(front)
        }
    }

    private func privileges(_ element: XMLElement) -> [XMLName] {
        element.all(DAVElement.privilege).compactMap { $0.children.first?.name }
    }

    /// Returns the supported-privilege elements of a tree, the outer ones before those that they contain.
    private func supported(_ element: XMLElement) -> [XMLElement] {
        element.all(ACLElement.supportedPrivilege).flatMap { [$0] + supported($0) }
    }

    @Test(arguments: outsideOfHomes + inHome)
    func `RFC 3744 §5 every resource has all properties of access control`(uri: String) async throws {
        try await withObject { front async throws in
            let entry = try await front.properties(Self.ofResources, of: uri)
            #expect(entry.properties[404] == nil)
            let hidden = Self.inHome.contains(uri) ? nil : [DAVProperty.acl]
            #expect(entry.properties[403]?.map(\.name) == hidden)
            let collections = try #require(entry.found(DAVProperty.principalCollectionSet)).children.map(\.text)
            #expect(collections == ["/principals/users/"])
        }
    }

    @Test(arguments: outsideOfHomes + inHome)
    func `RFC 3744 §4, §5 allprop returns none of these properties`(uri: String) async throws {
        try await withObject { front async throws in
            let answer = try Multistatus(try await front.send("PROPFIND", uri, ["Depth": "0"]))
            let names = Set(try #require(answer.entries[uri]).properties.values.joined().map(\.name))
            #expect(names.isDisjoint(with: Self.ofResources + Self.ofPrincipals))
        }
    }

    @Test(arguments: outsideOfHomes + inHome)
    func `RFC 3744 §5.1, §5.2 owner and group are there, and empty where they name nobody`(uri: String) async throws {
        try await withObject { front async throws in
            let entry = try await front.properties([DAVProperty.owner, DAVProperty.group], of: uri)
            let owner = try #require(entry.found(DAVProperty.owner)).children
            #expect(owner.map(\.name) == (Self.inHome.contains(uri) ? [DAVElement.href] : []))
            #expect(owner.map(\.text) == (Self.inHome.contains(uri) ? [Self.principal] : []))
            #expect(entry.found(DAVProperty.group)?.content.isEmpty == true)
        }
    }

    @Test(arguments: outsideOfHomes + inHome)
    func `RFC 3744 §5.3 each privilege has a description in a language`(uri: String) async throws {
        try await withObject { front async throws in
            let entry = try await front.properties([DAVProperty.supportedPrivilegeSet], of: uri)
            let found = supported(try #require(entry.found(DAVProperty.supportedPrivilegeSet)))
            #expect(found.count == Privileges.all.elements.count)
            for element in found {
                #expect(privileges(element).count == 1)
                let description = try #require(element.first(ReportElement.description))
                #expect(!description.text.isEmpty)
                #expect(description.language == "en")
                // RFC 3744 §5.3: none is abstract, so that an entry may have each of them.
                #expect(element.first(XMLName(dav: "abstract")) == nil)
            }
        }
    }

    @Test(arguments: outsideOfHomes + inHome)
    func `RFC 3744 §5.4, §5.5.2 whatever is granted is in supported-privilege-set`(uri: String) async throws {
        try await withObject { front async throws in
            let entry = try await front.properties(Self.ofResources, of: uri)
            let set = try #require(entry.found(DAVProperty.supportedPrivilegeSet))
            let known = Set(supported(set).flatMap(privileges))
            let own = privileges(try #require(entry.found(DAVProperty.currentUserPrivilegeSet)))
            #expect(!own.isEmpty && known.isSuperset(of: own))
            for granting in entry.found(DAVProperty.acl)?.all(ACLElement.ace) ?? [] {
                let granted = privileges(try #require(granting.first(ACLElement.grant)))
                #expect(!granted.isEmpty && known.isSuperset(of: granted))
            }
        }
    }

    @Test(arguments: ["/calendars/alice/inbox/", "/calendars/alice/outbox/"])
    func `RFC 3744 §5.4, §5.5 nobody is told that he may write where the server alone does`(
        uri: String
    ) async throws {
        try await withObject { front async throws in
            let entry = try await front.properties(Self.ofResources, of: uri)
            let own = Set(privileges(try #require(entry.found(DAVProperty.currentUserPrivilegeSet))).map(\.local))
            #expect(own.isSuperset(of: ["read", "write-properties", "unbind", "read-acl"]))
            // RFC 3744 §5.4: "Aggregate privileges and their contained privileges are listed"; these lack some.
            #expect(own.isDisjoint(with: ["all", "write", "bind", "write-content"]))
            let acl = try #require(entry.found(DAVProperty.acl)?.all(ACLElement.ace))
            let granted = privileges(try #require(acl.first?.first(ACLElement.grant)))
            #expect(acl.count == 1 && Set(granted.map(\.local)) == own)
            for (method, target) in [("PUT", uri + "x.ics"), ("POST", uri)] {
                let refused = try await front.send(
                    method,
                    target,
                    ["Content-Type": "text/calendar"],
                    body: SampleEvent.text()
                )
                #expect(refused.status == .forbidden)
                let lacking = try #require(try precondition(of: refused)?.first(DAVElement.resource))
                #expect(lacking.first(DAVElement.href)?.text == uri)
                #expect(lacking.first(DAVElement.privilege)?.children.map(\.name.local) == ["bind"])
            }
        }
    }

    @Test func `RFC 3744 §3.12 an aggregate contains nothing that the section forbids`() async throws {
        try await TestFront.run { front async throws in
            let entry = try await front.properties([DAVProperty.supportedPrivilegeSet], of: "/")
            let all = supported(try #require(entry.found(DAVProperty.supportedPrivilegeSet)))
            let contained = { (name: String) in
                let element = try #require(all.first { privileges($0) == [XMLName(dav: name)] })
                return Set(supported(element).flatMap(privileges).map(\.local))
            }
            #expect(try contained("write") == ["bind", "unbind", "write-properties", "write-content"])
            #expect(try contained("read") == ["read-free-busy"])
            for name in ["read-acl", "write-acl", "read-current-user-privilege-set"] {
                #expect(try contained(name).isEmpty)
            }
        }
    }

    @Test(arguments: ["/calendars/alice/", "/calendars/alice/calendar/", "/calendars/alice/inbox/", object])
    func `RFC 3744 §4, §5 none of these properties can be set`(uri: String) async throws {
        let names = Self.ofResources + Self.ofPrincipals + [DAVProperty.groupMemberSet]
        try await withObject { front async throws in
            for name in names {
                let response = try await front.patch(uri, set: [XMLElement(name)])
                #expect(try Multistatus(response).entries[uri]?.properties[403]?.map(\.name) == [name])
                #expect(String(buffer: response.body).contains("cannot-modify-protected-property"))
            }
        }
    }

    @Test(arguments: ["alice", "bob"])
    func `RFC 3744 §4 a principal has a name, its type, and the properties of principals`(user: String) async throws {
        let uri = "/principals/users/\(user)/"
        let names = Self.ofPrincipals + [DAVProperty.displayName, DAVProperty.resourceType, DAVProperty.groupMemberSet]
        try await TestFront.run { front async throws in
            let entry = try await front.properties(names, of: uri)
            #expect(entry.found(DAVProperty.displayName)?.text.isEmpty == false)
            #expect(entry.found(DAVProperty.resourceType)?.first(DAVElement.principal) != nil)
            #expect(entry.found(DAVProperty.principalURL)?.children.map(\.text) == [uri])
            #expect(entry.found(DAVProperty.alternateURISet)?.content.isEmpty == true)
            #expect(entry.found(DAVProperty.groupMembership)?.content.isEmpty == true)
            // RFC 3744 §4.3: it is a "property of a group principal".
            #expect(entry.properties[404]?.map(\.name) == [DAVProperty.groupMemberSet])
        }
    }

    @Test func `RFC 3744 §7.3, §7.4 what is moved or copied has the access control of its new place`() async throws {
        let acl = [DAVProperty.owner, DAVProperty.acl]
        try await withObject { front async throws in
            let before = try await front.properties(acl, of: Self.object).properties
            try await front.makeCalendar("/calendars/alice/other/")
            for (method, uri) in [("COPY", "/calendars/alice/other/a.ics"), ("MOVE", "/calendars/alice/tasks2/")] {
                let source = method == "COPY" ? Self.object : "/calendars/alice/other/"
                #expect(try await front.transfer(method, source, to: uri).status == .created)
                #expect(try await front.properties(acl, of: uri).properties == before)
            }
        }
    }
}
