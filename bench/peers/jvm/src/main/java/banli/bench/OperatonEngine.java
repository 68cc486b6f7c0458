package banli.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.externaltask.LockedExternalTask;
import org.operaton.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.operaton.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.operaton.bpm.engine.repository.DeploymentBuilder;
import org.operaton.bpm.engine.task.Task;

/** Operaton, the continued Camunda 7, with full history. */
final class OperatonEngine implements Engine {

  private static final long LOCK_MS = 60_000;

  private final ProcessEngine engine;
  private final DefaultJobExecutor executor = new DefaultJobExecutor();

  OperatonEngine(DataSource source, int threads) {
    executor.setCorePoolSize(threads);
    executor.setMaxPoolSize(threads);
    executor.setQueueSize(Main.JOB_BATCH);
    executor.setMaxJobsPerAcquisition(Main.JOB_BATCH);
    var configuration = new StandaloneProcessEngineConfiguration();
    configuration.setDataSource(source);
    configuration.setDatabaseSchemaUpdate("true");
    configuration.setHistory("full");
    configuration.setJobExecutor(executor);
    configuration.setJobExecutorActivate(false);
    configuration.setMetricsEnabled(false);
    engine = configuration.buildProcessEngine();
  }

  @Override
  public void deploy(List<Path> files) {
    DeploymentBuilder deployment = engine.getRepositoryService().createDeployment();
    files.forEach(file -> deployment.addString(file.getFileName().toString(), Main.text(file)));
    deployment.deploy();
  }

  @Override
  public String start(String key, Map<String, Object> variables) {
    return engine.getRuntimeService().startProcessInstanceByKey(key, variables).getId();
  }

  @Override
  public List<String> openTasks(String instanceId) {
    return engine.getTaskService().createTaskQuery().processInstanceId(instanceId).list().stream().map(Task::getId).toList();
  }

  @Override
  public void complete(String taskId, Map<String, Object> variables) {
    engine.getTaskService().complete(taskId, variables);
  }

  @Override
  public List<String> lock(String topic, String worker, int most) {
    return engine.getExternalTaskService().fetchAndLock(most, worker).topic(topic, LOCK_MS).execute().stream()
        .map(LockedExternalTask::getId).toList();
  }

  @Override
  public void completeLocked(String externalTaskId, String worker, Map<String, Object> variables) {
    engine.getExternalTaskService().complete(externalTaskId, worker, variables);
  }

  @Override
  public void runJobs(boolean on) {
    if (on) {
      executor.start();
    } else {
      executor.shutdown();
    }
  }

  @Override
  public boolean continuesByJob() {
    return false;
  }

  @Override
  public long running(String key) {
    return engine.getRuntimeService().createProcessInstanceQuery().processDefinitionKey(key).count();
  }

  @Override
  public void close() {
    engine.close();
  }
}
