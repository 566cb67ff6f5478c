// snippet.hide
// Documentation/Speech.md, word for word: `Scripts/check-docs` compares them.
import Tutti

let time = SystemTime.shared
// snippet.show
var chunker = TextChunker()
var voice = SpokenText()
for piece in ["Of course, **you** carry", " a lot [1]. Take a", " walk.\n"] {
    for chunk in chunker.append(piece, at: time.now) {
        if let words = voice.speakable(chunk) { print(words) }  // Of course, | you carry a lot. | Take a walk.
    }
}
_ = chunker.finish()  // what is left: a line end
