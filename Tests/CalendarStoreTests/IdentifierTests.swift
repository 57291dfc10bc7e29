import CalendarStore
import FoundationEssentials
import Testing

struct IdentifierTests {
    @Test(arguments: ["a", "alice", "user01", "a.b_c-d", "0", "...", String(repeating: "x", count: 64)])
    func `a user ID has the allowed characters`(text: String) {
        #expect(UserID(parsing: text)?.text == text)
    }

    @Test(arguments: ["", ".", "..", "Alice", "a b", "a/b", "ä", "a\0", "a%41", String(repeating: "x", count: 65)])
    func `any other user ID is refused`(text: String) {
        #expect(UserID(parsing: text) == nil)
    }

    @Test func `a random identifier is 26 characters and reads back`() {
        let ids = (0..<100).map { _ in ObjectID.random() }
        #expect(Set(ids).count == 100)
        for id in ids {
            #expect(id.text.utf8.count == 26)
            #expect(ObjectID(parsing: id.text) == id)
        }
    }

    @Test func `RFC 4648 §3.5 an identifier has one spelling: what its last character can not say is refused`() {
        let stem = String(repeating: "z", count: 25)
        let read = "abcdefghijklmnopqrstuvwxyz01234567890A=-é".filter { ObjectID(parsing: stem + String($0)) != nil }
        #expect(read == "aeimquy4")
        let inside = "abcdefghijklmnopqrstuvwxyz0123456789AZ=- ".filter {
            ObjectID(parsing: String($0) + stem.dropLast() + "a") != nil
        }
        #expect(inside == "abcdefghijklmnopqrstuvwxyz234567")
    }

    @Test func `identifiers of objects made at one time are neighbours, and no two are the same`() {
        let now = Date(timeIntervalSince1970: 1_800_000_000.123)
        let ids = (0..<100).map { _ in ObjectID.make(now: now) }
        #expect(Set(ids).count == 100)
        #expect(Set(ids.map { $0.text.prefix(9) }).count == 1, "45 of the 48 bits of the instant")
        #expect(ids.allSatisfy { ObjectID(parsing: $0.text) == $0 })
        let later = ObjectID.make(now: now.addingTimeInterval(1))
        #expect(later.text.prefix(5) == ids[0].text.prefix(5) && later.text.prefix(9) != ids[0].text.prefix(9))
    }

    @Test(arguments: [
        "", "abc", String(repeating: "A", count: 26), String(repeating: "a", count: 27), "aaaaaaaaaaaaaaaaaaaaaaaaab",
    ])
    func `text that no identifier writes is refused`(text: String) {
        #expect(HomeID(parsing: text) == nil)
    }

    @Test func `a sync token reads back`() {
        let token = SyncToken(calendar: .random(), revision: 42)
        #expect(SyncToken(parsing: token.description) == token)
    }

    @Test(arguments: ["", "-1", "42", "abc-1", "-", "--1"])
    func `any other sync token is refused`(text: String) {
        #expect(SyncToken(parsing: text) == nil)
    }

    @Test(arguments: ["-1", "01", "+1", "x", "", "9223372036854775808"])
    func `a revision in a sync token is a plain number`(revision: String) {
        #expect(SyncToken(parsing: "\(CalendarID.random())-\(revision)") == nil)
    }
}
