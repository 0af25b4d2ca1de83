/** The rule that the value of one field breaks. `detail` tells a person the mend and never repeats the value. */
export type FieldFault = {
  code:
    | 'required'
    | 'wrong_type'
    | 'unknown_field'
    | 'too_short'
    | 'too_long'
    | 'invalid_characters'
    | 'confusable'
    | 'reserved'
    | 'common_password'
    | 'contains_username'
  detail: string
}
