package banli.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flowable.common.engine.impl.history.HistoryLevel;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.flowable.engine.repository.DeploymentBuilder;
import org.flowable.job.api.AcquiredExternalWorkerJob;
import org.flowable.job.service.impl.asyncexecutor.AsyncExecutor;
import org.flowable.task.api.Task;

/** Flowable with full history. */
final class FlowableEngine implements Engine {

  private static final Duration LOCK = Duration.ofMinutes(1);

  private final ProcessEngine engine;
  private final AsyncExecutor executor;

  FlowableEngine(DataSource source, int threads) {
    var configuration = new StandaloneProcessEngineConfiguration();
    configuration.setDataSource(source);
    configuration.setDatabaseSchemaUpdate("true");
    configuration.setHistoryLevel(HistoryLevel.FULL);
    configuration.setAsyncExecutorActivate(false);
    configuration.setAsyncExecutorCorePoolSize(threads);
    configuration.setAsyncExecutorMaxPoolSize(threads);
    engine = configuration.buildProcessEngine();
    executor = configuration.getAsyncExecutor();
  }

  @Override
  public void deploy(List<Path> files) {
    DeploymentBuilder deployment = engine.getRepositoryService().createDeployment();
    files.forEach(file -> deployment.addString(file.getFileName().toString(), inFlowablesDialect(Main.text(file))));
    deployment.deploy();
  }

  /** The same model: the extensions under Flowable's namespace, and Flowable's word for an external task. */
  private static String inFlowablesDialect(String model) {
    return model.replace("http://camunda.org/schema/1.0/bpmn", "http://flowable.org/bpmn")
        .replace("camunda:type=\"external\"", "camunda:type=\"external-worker\"");
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
    return engine.getManagementService().createExternalWorkerJobAcquireBuilder().topic(topic, LOCK)
        .acquireAndLock(most, worker).stream().map(AcquiredExternalWorkerJob::getId).toList();
  }

  @Override
  public void completeLocked(String externalTaskId, String worker, Map<String, Object> variables) {
    engine.getManagementService().createExternalWorkerCompletionBuilder(externalTaskId, worker).variables(variables).complete();
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
    return true;
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
