import Testing
import TuttiJSON

@Suite struct JSONObjectTests {
    @Test func `keys keep their order when they are set, changed and removed`() {
        var object = JSONObject([("b", 1), ("a", 2), ("b", 3)])
        #expect(object.members.map(\.key) == ["b", "a"])
        #expect(object["b"] == 3)
        object["c"] = 4
        object["b"] = 5
        object["a"] = nil
        object["ghost"] = nil
        #expect(JSONValue.object(object).serialized() == #"{"b":5,"c":4}"#)
    }

    @Test func `access to what is not there is nil, never a trap`() {
        let value: JSONValue = ["a": [1]]
        #expect(value["b"] == nil)
        #expect(value["a"]?[1] == nil)
        #expect(value["a"]?[-1] == nil)
        #expect(value[0] == nil)
        #expect(JSONValue.string("x")["a"] == nil)
        #expect(JSONValue.double(1e300).integer == nil)
    }
}
