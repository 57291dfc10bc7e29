import HTTPSemantics
import Testing

@Suite struct PreferencesTests {
    @Test(arguments: [
        ["return=representation"], ["Return=\"representation\""], ["respond-async, wait=100", "return=representation"],
        ["foo; bar=\"a,b\"; baz , return = representation"], ["return=representation, return=minimal"],
        [", ,return=representation"],
    ])
    func `RFC 7240 §4.2 a client prefers the representation`(fields: [String]) {
        let preferences = Preferences(parsing: fields)
        #expect(preferences.wantsRepresentation)
        #expect(!preferences.wantsMinimal)
    }

    @Test(arguments: [
        [], [""], ["return"], ["return=REPRESENTATION"], ["return=\"representation"], ["x;return=representation"],
    ])
    func `what is no such preference is ignored`(fields: [String]) {
        #expect(!Preferences(parsing: fields).wantsRepresentation)
    }

    @Test func `RFC 7240 §2 only the first instance of a preference counts`() {
        #expect(Preferences(parsing: ["return=minimal", "return=representation"]).wantsMinimal)
    }

    @Test func `RFC 8144 §4 depth-noroot stands beside return`() {
        let preferences = Preferences(parsing: ["return=minimal, depth-noroot"])
        #expect(preferences.depthNoroot && preferences.wantsMinimal)
    }
}
