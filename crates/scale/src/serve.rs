//! Scheduler and executors: ordinary processes that hear only their own machine unless told otherwise.

use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::extension::SessionConfigExt;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use clap::Args;
use datafusion::prelude::SessionConfig;

use crate::Result;
use crate::kernel::Kernel;
use crate::session;

/// Where a process listens.
#[derive(Debug, Clone, Copy, Args)]
struct Listening {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    bind: IpAddr,
    /// Listen on an address that other machines reach. Whoever reaches it can read what the process can read: only on a private
    /// network behind a firewall
    #[arg(long)]
    private_network: bool,
}

impl Listening {
    fn checked(self) -> Result<IpAddr> {
        if self.bind.is_loopback() || self.private_network {
            return Ok(self.bind);
        }
        Err(format!(
            "{} is reached from other machines, and nothing here asks who calls: only on a private network behind a firewall, \
             and then say --private-network",
            self.bind
        )
        .into())
    }
}

/// Hand out the tasks of linkages to executors
#[derive(Debug, Args)]
pub(crate) struct Scheduler {
    #[command(flatten)]
    listening: Listening,
    /// Port to listen on
    #[arg(long, default_value_t = 50050)]
    port: u16,
    /// Seconds of silence after which an executor is lost and its tasks are given to others; executors call every five
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u64).range(7..=3600))]
    silence: u64,
    /// Seconds for which the parts of a stage that is over are kept
    #[arg(long, default_value_t = 60)]
    keep: u64,
}

impl Scheduler {
    pub(crate) async fn run(self) -> Result<()> {
        let address = SocketAddr::new(self.listening.checked()?, self.port);
        let kernel = Arc::new(Kernel::default());
        let config = SchedulerConfig {
            bind_host: address.ip().to_string(),
            external_host: address.ip().to_string(),
            bind_port: self.port,
            scheduling_policy: TaskSchedulingPolicy::PullStaged,
            executor_timeout_seconds: self.silence,
            expire_dead_executor_interval_seconds: 2,
            no_executors_grace_period_seconds: self.silence * 4,
            finished_job_data_clean_up_interval_seconds: self.keep,
            finished_job_state_clean_up_interval_seconds: self.keep.max(60),
            override_config_producer: Some(Arc::new(SessionConfig::new_with_ballista)),
            override_session_builder: Some(Arc::new(move |config| session::state(config, &kernel))),
            ..SchedulerConfig::default()
        };
        let cluster = BallistaCluster::new_from_config(&config).await?;
        Ok(start_server(cluster, address, Arc::new(config)).await?)
    }
}

/// Work on the tasks of a scheduler
#[derive(Debug, Args)]
pub(crate) struct Executor {
    #[command(flatten)]
    listening: Listening,
    /// Port from which other executors and the client fetch parts
    #[arg(long, default_value_t = 50051)]
    port: u16,
    /// The scheduler
    #[arg(long, default_value = "127.0.0.1:50050")]
    scheduler: SocketAddr,
    /// The shared folder, the same as that of the client
    #[arg(long)]
    folder: PathBuf,
    /// Folder of this executor alone for what does not fit its memory and for parts that others fetch
    #[arg(long)]
    work: PathBuf,
    /// Tasks at once
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1024))]
    tasks: u16,
    /// Megabytes that sorting and grouping may hold before they go to the folder of work; the gathering comes on top
    #[arg(long, default_value_t = 1024)]
    memory: u64,
}

/// How the folders begin in which an executor keeps its parts.
const WORK: &str = "jejaring-scale-work-";

impl Executor {
    pub(crate) async fn run(self) -> Result<()> {
        let bind = self.listening.checked()?;
        let shared = self.folder.canonicalize()?;
        fs::create_dir_all(&self.work)?;
        // One that was killed could not clear up after itself.
        for left in fs::read_dir(&self.work)? {
            let left = left?;
            if left.file_name().to_string_lossy().starts_with(WORK) {
                fs::remove_dir_all(left.path())?;
            }
        }
        let work = tempfile::Builder::new().prefix(WORK).tempdir_in(&self.work)?;
        let kernel = Arc::new(Kernel::over(shared));
        let known = session::state(SessionConfig::new_with_ballista(), &kernel)?;
        let config = ExecutorProcessConfig {
            bind_host: bind.to_string(),
            external_host: Some(bind.to_string()),
            port: self.port,
            scheduler_host: self.scheduler.ip().to_string(),
            scheduler_port: self.scheduler.port(),
            scheduler_connect_timeout_seconds: 30,
            // Executors ask for work: nobody has to reach them but those who fetch parts.
            task_scheduling_policy: TaskSchedulingPolicy::PullStaged,
            vcores: self.tasks.into(),
            work_dir: Some(work.path().to_string_lossy().into_owned()),
            memory_pool_size: Some(self.memory << 20),
            override_function_registry: Some(Arc::new(BallistaFunctionRegistry::from(&known))),
            ..ExecutorProcessConfig::default()
        };
        let ended = start_executor_process(Arc::new(config)).await;
        work.close()?;
        Ok(ended?)
    }
}
