//! What a model file gives and nothing uses: an error in a variant, a remark elsewhere.

use foederis::{Error, InputError, Model, alliance};

const SOUND: &str = "
title: A call
players: [Ally]
parameters: {war: 2, v: {Ally: 1}}
tree:
  player: Ally
  actions: {Support: [-war], Abstain: {continue: rest}}
parts:
  rest: [\"-v[Ally]\"]
variants:
  cheap: {parameters: {war: 1}}
  costly:
    parameters: {loss: 1}
    parts: {rest: [-loss]}
";

fn remarks(text: &str) -> Vec<String> {
    let model = Model::from_yaml(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    model.remarks().iter().map(ToString::to_string).collect()
}

fn fault(text: &str) -> InputError {
    match Model::from_yaml(text) {
        Err(Error::Input(error)) => error,
        other => panic!("{other:?}\n{text}"),
    }
}

#[test]
fn sound_models_get_no_remarks() {
    assert_eq!(remarks(SOUND), [""; 0]);
    for name in alliance::names() {
        assert_eq!(alliance::dilemma(name).unwrap().remarks(), [], "{name}");
    }
}

#[test]
fn a_parameter_that_only_a_variant_gives_must_be_used_there() {
    let error = fault(&SOUND.replace("{war: 1}}", "{wra: 1}}"));
    assert_eq!(error.message, "there is no parameter 'wra'; did you mean 'war'?");
    assert!(error.help.unwrap().contains("nothing in the variant 'cheap' depends on it"));
    assert_eq!(error.place.map(|place| (place.line, place.column)), Some((11, 24)));
    let error = fault(&SOUND.replace("rest: [-loss]", "rest: [-war]"));
    assert!(error.message.starts_with("there is no parameter 'loss'; there are: war, "), "{error}");
    let family = SOUND.replace("{war: 1}}", "{fear: {Ally: 1}}}");
    assert!(fault(&family).message.starts_with("there is no parameter 'fear'"));
    // An assumption counts as use, and so does another value for what the model has.
    assert_eq!(remarks(&SOUND.replace("{war: 1}}", "{wra: 1}, assumptions: [wra > 0]}")), [""; 0]);
    assert_eq!(remarks(&SOUND.replace("{war: 1}}", "{v: {Ally: 3}}}")), [""; 0]);
}

#[test]
fn what_has_no_effect_anywhere_is_remarked_upon() {
    let text = SOUND.replace("{war: 2, v", "{war: 2, zeal: 1, v").replace("parts:\n", "parts:\n  unread: [-wra]\n");
    let found = remarks(&text);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("line 4, column 22: the parameter 'zeal' has no effect (no payoff"), "{found:?}");
    assert!(found[1].starts_with("line 9, column 3: the part 'unread' is never used"), "{found:?}");
    // What one variant uses is no slip.
    assert_eq!(
        remarks(
            &text
                .replace("rest: [-loss]", "rest: {payoffs: [-loss - zeal], continue: unread}")
                .replace("[-wra]", "[-war]")
        ),
        [""; 0]
    );
    // A name that falls out of every payoff has no effect either.
    assert_eq!(
        remarks(&SOUND.replace("{war: 2, v", "{war: 2, zeal: 1, v").replace("[-war]", "[zeal - war - zeal]")).len(),
        1
    );
}

#[test]
fn remarks_stay_with_a_model_and_not_with_its_variants() {
    let text = SOUND.replace("{war: 2, v", "{war: 2, zeal: 1, v");
    let model = Model::from_yaml(&text).unwrap();
    assert_eq!(model.where_("war > 1").unwrap().remarks().len(), 1);
    assert_eq!(model.seen_from(&[("war", 3.into())]).unwrap().remarks().len(), 1);
    assert_eq!(model.variant("cheap").unwrap().remarks().len(), 0);
}
