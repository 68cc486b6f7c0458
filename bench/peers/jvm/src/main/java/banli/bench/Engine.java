package banli.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the workloads need of an embedded engine; every call is one of its own public services. */
interface Engine extends AutoCloseable {

  /** Deploys every BPMN file of a folder. */
  void deploy(List<Path> files);

  /** Starts one instance of the newest version and returns its id. */
  String start(String key, Map<String, Object> variables);

  /** The ids of the open user tasks of an instance. */
  List<String> openTasks(String instanceId);

  /** Completes a user task. */
  void complete(String taskId, Map<String, Object> variables);

  /** Locks up to `most` external tasks of a topic for a worker and returns their ids. */
  List<String> lock(String topic, String worker, int most);

  /** Completes an external task that the worker has locked. */
  void completeLocked(String externalTaskId, String worker, Map<String, Object> variables);

  /** Switches the engine's own job executor on or off. */
  void runJobs(boolean on);

  /** Whether a completed external task needs the job executor before the instance goes on. */
  boolean continuesByJob();

  /** How many instances of a definition are running. */
  long running(String key);

  @Override
  void close();
}
