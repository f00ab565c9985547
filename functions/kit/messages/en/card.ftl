# The incident's card: short lines, columns in a monospace font.
card-title = { $priority } · { $desk } · { $service }
card-title-drill = DRILL · { $priority } · { $desk } · { $service }
card-functions = Down: { $functions }
card-scope-all = Scope: all organisations
card-scope-some = Scope: { $organisations }
card-began = Began: { $at }
card-restored = Restored: { $at }
card-stage = Stage: { $stage }
card-holder = Led by: { $who }
card-next-word = Next word: { $at }
card-incident = Whole failure
card-linked = Also here: { $desks }
card-closed = Closed: { $at }
