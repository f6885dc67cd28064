//! The stages of the linkage that run where the records are, as functions of a query.

use std::any::type_name;
use std::fmt::{self, Debug};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, AsArray, BinaryBuilder, Int64Array, Int64Builder, ListArray, ListBuilder,
};
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, UInt32Type};
use datafusion::common::{DataFusionError, Result as Answer, ScalarValue};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::folder::rule_and_key;
use crate::kernel::{Kernel, Run};

/// Which stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Stage {
    /// `linkage_keys(run, rounds, record, rules)`: the blocks that a record is in, of the rules whose bits are set.
    Keys,
    /// `linkage_patterns(run, rounds, block, members, pairs)`: counted patterns, where the block is in the sample.
    Patterns,
    /// `linkage_compare(run, rounds, block, members)`: how many pairs no earlier rule had, and those worth keeping.
    Compare,
}

impl Stage {
    const ALL: [Self; 3] = [Self::Keys, Self::Patterns, Self::Compare];

    fn name(self) -> &'static str {
        match self {
            Self::Keys => "linkage_keys",
            Self::Patterns => "linkage_patterns",
            Self::Compare => "linkage_compare",
        }
    }

    fn arguments(self) -> usize {
        match self {
            Self::Keys | Self::Compare => 4,
            Self::Patterns => 5,
        }
    }
}

/// A stage with the kernel that it works on.
struct Function {
    stage: Stage,
    signature: Signature,
    kernel: Arc<Kernel>,
}

impl Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.stage.name())
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.stage == other.stage
    }
}

impl Eq for Function {}

impl Hash for Function {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.stage.hash(state);
    }
}

/// All functions over a kernel: scheduler, executors and client must know the same.
pub(crate) fn functions(kernel: &Arc<Kernel>) -> impl Iterator<Item = ScalarUDF> {
    let kernel = kernel.clone();
    Stage::ALL.into_iter().map(move |stage| {
        // Their answer depends on the folder of the run as well, which no planner may look into.
        let signature = Signature::any(stage.arguments(), Volatility::Stable);
        ScalarUDF::from(Function { stage, signature, kernel: kernel.clone() })
    })
}

fn item() -> Arc<Field> {
    Arc::new(Field::new_list_field(DataType::Int64, true))
}

impl ScalarUDFImpl for Function {
    fn name(&self) -> &str {
        self.stage.name()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Answer<DataType> {
        Ok(match self.stage {
            Stage::Keys => DataType::List(item()),
            Stage::Patterns | Stage::Compare => DataType::Binary,
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Answer<ColumnarValue> {
        let args = Arguments { args: args.args, rows: args.number_rows };
        let rounds = usize::try_from(args.number(1)?).map_err(|_| args.wrong())?;
        let run = self.kernel.run(&args.text(0)?, rounds).map_err(DataFusionError::External)?;
        let array: ArrayRef = match self.stage {
            Stage::Keys => Arc::new(keys(&run, &args)?),
            Stage::Patterns => {
                let all = u64::try_from(args.number(4)?).map_err(|_| args.wrong())?;
                by_block(&args, |rule, members| run.patterns(rule, members, all))?
            }
            Stage::Compare => {
                let model = run.model().map_err(DataFusionError::External)?;
                let comparing = run.comparing(&model);
                by_block(&args, |rule, members| {
                    let (compared, edges) = comparing.block(rule, members);
                    let mut bytes = compared.to_le_bytes().to_vec();
                    bytes.extend(edges.iter().flat_map(|edge| edge.to_bytes()));
                    bytes
                })?
            }
        };
        Ok(ColumnarValue::Array(array))
    }
}

fn keys(run: &Run, args: &Arguments) -> Answer<ListArray> {
    let rules = args.number(3)?;
    let records = args.column(2)?;
    let records = records.as_primitive_opt::<UInt32Type>().ok_or_else(|| args.wrong())?;
    let mut lists = ListBuilder::new(Int64Builder::new()).with_field(item());
    for at in records.values() {
        for block in run.blocks_of(*at, rules) {
            lists.values().append_value(block);
        }
        lists.append(true);
    }
    Ok(lists.finish())
}

/// Asks once for each block. Its members come in any order: the engine sees them in that of the records.
fn by_block(args: &Arguments, mut answer: impl FnMut(usize, &[u32]) -> Vec<u8>) -> Answer<ArrayRef> {
    let (blocks, lists) = (args.column(2)?, args.column(3)?);
    let blocks: &Int64Array = blocks.as_primitive_opt::<Int64Type>().ok_or_else(|| args.wrong())?;
    let lists: &ListArray = lists.as_list_opt().ok_or_else(|| args.wrong())?;
    let mut out = BinaryBuilder::new();
    let mut members: Vec<u32> = Vec::new();
    for (block, list) in blocks.values().iter().zip(lists.iter()) {
        let list = list.ok_or_else(|| args.wrong())?;
        let list = list.as_primitive_opt::<UInt32Type>().ok_or_else(|| args.wrong())?;
        members.clear();
        members.extend(list.values());
        members.sort_unstable();
        out.append_value(answer(rule_and_key(*block).0, &members));
    }
    Ok(Arc::new(out.finish()))
}

struct Arguments {
    args: Vec<ColumnarValue>,
    rows: usize,
}

impl Arguments {
    fn wrong(&self) -> DataFusionError {
        DataFusionError::Execution(format!("{}: not what the stage takes", type_name::<Stage>()))
    }

    fn scalar(&self, at: usize) -> Answer<&ScalarValue> {
        match self.args.get(at) {
            Some(ColumnarValue::Scalar(scalar)) => Ok(scalar),
            _ => Err(self.wrong()),
        }
    }

    fn text(&self, at: usize) -> Answer<String> {
        self.scalar(at)?.try_as_str().flatten().map(str::to_owned).ok_or_else(|| self.wrong())
    }

    fn number(&self, at: usize) -> Answer<i64> {
        match self.scalar(at)? {
            ScalarValue::Int64(Some(number)) => Ok(*number),
            _ => Err(self.wrong()),
        }
    }

    fn column(&self, at: usize) -> Answer<ArrayRef> {
        self.args.get(at).ok_or_else(|| self.wrong())?.to_array(self.rows)
    }
}
