//! The macro that declares a kind.

/// Declares a kind: a typed struct, its [`KindMeta`](crate::KindMeta) and the way between struct and
/// [`Record`](crate::Record).
///
/// ```
/// use model::{kind, Date, Field, Phase, Role};
///
/// kind! {
///     /// A visit to a community.
///     pub struct Visit {
///         slug: "visit", code: "visit", table: "k_visit", prefix: "KJ", role: Role::Root; due: "planned";
///         states "visit-state" { planned: Phase::Open, made: Phase::Closed }
///         steps { record: [planned] => made, needs [made_on]; }
///         fields {
///             planned: Option<Date> = Field::due().required();
///             made_on: Option<Date> = Field::date();
///         }
///     }
/// }
/// assert_eq!(<Visit as model::Kind>::META.fields.len(), 2);
/// ```
#[macro_export]
macro_rules! kind {
    (
        $(#[$doc:meta])*
        pub struct $name:ident {
            slug: $slug:literal, code: $code:literal, table: $table:literal, prefix: $prefix:literal,
            role: $role:expr; $(due: $due:literal;)? $(clock: $clock:literal;)?
            states $states:literal { $($state:ident : $phase:expr),* $(,)? }
            steps {
                $( $action:ident : [$($from:ident),+] => $to:ident
                   $(, needs [$($need:ident),*])? $(, offers [$($offer:ident),*])? ; )*
            }
            fields { $( $(#[$fdoc:meta])* $field:ident : $type:ty = $decl:expr ; )* }
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $( $(#[$fdoc])*
               #[doc = concat!("Field `", stringify!($field), "`; its label says what it means.")]
               pub $field: $type, )*
        }

        impl $crate::Kind for $name {
            const META: &'static $crate::KindMeta = &$crate::KindMeta {
                slug: $slug,
                code: $code,
                table: $table,
                prefix: $prefix,
                role: $role,
                state_list: $states,
                fields: &[ $( $decl.named(stringify!($field)) ),* ],
                lifecycle: $crate::Lifecycle {
                    states: &[ $( $crate::State { name: stringify!($state), phase: $phase } ),* ],
                    steps: &[ $( $crate::Step {
                        action: stringify!($action),
                        from: &[ $( stringify!($from) ),+ ],
                        to: stringify!($to),
                        needs: &[ $( $( stringify!($need) ),* )? ],
                        offers: &[ $( $( stringify!($offer) ),* )? ],
                    } ),* ],
                },
                due: $crate::kind!(@option $($due)?),
                clock: $crate::kind!(@option $($clock)?),
            };

            fn to_record(&self) -> $crate::Record {
                $crate::Record::new(vec![ $( $crate::FieldType::to_value(&self.$field) ),* ])
            }

            fn from_record(record: &$crate::Record) -> Result<Self, $crate::value::ValueError> {
                let mut values = record.values();
                $( let $field = $crate::FieldType::from_value(
                    values.next().ok_or($crate::value::ValueError)?)?; )*
                Ok(Self { $( $field ),* })
            }
        }
    };
    (@option) => { None };
    (@option $value:literal) => { Some($value) };
}
