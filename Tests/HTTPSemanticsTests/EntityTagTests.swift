import HTTPSemantics
import Testing

@Suite struct EntityTagTests {
    @Test(arguments: [
        (#""xyzzy""#, "xyzzy", false), (#"W/"xyzzy""#, "xyzzy", true), (#""""#, "", false), (#" "a,b" "#, "a,b", false),
    ])
    func `RFC 9110 §8.8.3 an entity tag is a quoted opaque text, weak or strong`(
        text: String,
        opaque: String,
        isWeak: Bool
    ) throws {
        let tag = try #require(EntityTag(parsing: text))
        #expect(tag.opaque == opaque)
        #expect(tag.isWeak == isWeak)
    }

    @Test(arguments: ["", "xyzzy", #"w/"xyzzy""#, #""a b""#, #""a"#, #""a" x"#, "W/", #""a"b""#])
    func `RFC 9110 §8.8.3 what is no entity tag is refused`(text: String) {
        #expect(EntityTag(parsing: text) == nil)
    }

    @Test(arguments: [
        (#"W/"1""#, #"W/"1""#, false, true), (#"W/"1""#, #"W/"2""#, false, false),
        (#"W/"1""#, #""1""#, false, true), (#""1""#, #""1""#, true, true),
    ])
    func `RFC 9110 §8.8.3.2 the four examples compare as in the table`(
        first: String,
        second: String,
        strong: Bool,
        weak: Bool
    ) throws {
        let tags = (try #require(EntityTag(parsing: first)), try #require(EntityTag(parsing: second)))
        #expect(tags.0.strongMatches(tags.1) == strong)
        #expect(tags.0.weakMatches(tags.1) == weak)
    }

    @Test func `a strong tag is written between quotes`() {
        #expect(EntityTag(strong: "5f-1").description == #""5f-1""#)
    }

    @Test func `a tag that could break its field is a programming fault`() async {
        await #expect(processExitsWith: .failure) { _ = EntityTag(strong: "a\"\r\nb") }
    }
}
