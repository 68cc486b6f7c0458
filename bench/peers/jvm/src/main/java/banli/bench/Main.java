package banli.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One engine under measurement: does what standard input says, line by line, and answers with a count.
 *
 * <p>The words and their meaning are those of bench/peers/child.py; the controller holds the watch. Arguments: engine,
 * socket, database, folder of the models, threads.
 */
public final class Main {

  static final int JOB_BATCH = 64;
  private static final int EXTERNAL_BATCH = 10;
  private static final int MAX_LOST = 100;
  private static final long PAUSE_MS = 2;
  private static final String TOPIC = "bench-0";

  private final Engine engine;
  private final Path models;
  private final int threads;
  private final ExecutorService pool;
  private final Map<String, Object> first = new HashMap<>(Map.of("topic", TOPIC));
  private List<String> instances = List.of();
  private List<List<String>> found = List.of();
  private int round;

  private Main(Engine engine, Path models, int threads) {
    this.engine = engine;
    this.models = models;
    this.threads = threads;
    pool = Executors.newFixedThreadPool(threads);
    for (int number = 0; number < 10; number++) {
      first.put("v" + number, "value " + number);
    }
  }

  /** Leaves at once when something fails: threads that wait for each other must not keep the controller waiting. */
  public static void main(String[] arguments) {
    try {
      serve(arguments);
    } catch (Exception error) {
      error.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private static void serve(String[] arguments) throws Exception {
    PrintStream answers = System.out;
    System.setOut(System.err); // what libraries print is no answer
    int threads = Integer.parseInt(arguments[4]);
    try (HikariDataSource source = source(arguments[1], arguments[2], threads);
        Engine engine = arguments[0].equals("operaton") ? new OperatonEngine(source, threads) : new FlowableEngine(source, threads)) {
      Main main = new Main(engine, Path.of(arguments[3]), threads);
      answers.println("ready");
      var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.println(main.obey(line.split(" ")));
      }
    }
  }

  /** The same socket and the same promise to keep what is committed as the other engines; two more than the threads for the executor. */
  private static HikariDataSource source(String socket, String database, int threads) {
    var configuration = new HikariConfig();
    configuration.setJdbcUrl("jdbc:postgresql://localhost/" + database);
    configuration.setUsername("postgres");
    configuration.addDataSourceProperty("socketFactory", "org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg");
    configuration.addDataSourceProperty("socketFactoryArg", socket);
    configuration.setMaximumPoolSize(2 * threads + 2);
    configuration.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return new HikariDataSource(configuration);
  }

  private int obey(String[] words) throws Exception {
    return switch (words[0]) {
      case "deploy" -> deploy();
      case "start" -> start(words[1], Integer.parseInt(words[2]));
      case "find" -> find();
      case "complete" -> complete();
      case "work" -> work(Integer.parseInt(words[1]));
      case "drain" -> drain(words[1]);
      case "rest" -> rest();
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  private int deploy() throws IOException {
    try (Stream<Path> files = Files.list(models)) {
      List<Path> bpmn = files.filter(file -> file.toString().endsWith(".bpmn")).sorted().toList();
      engine.deploy(bpmn);
      return bpmn.size();
    }
  }

  private int start(String key, int count) throws Exception {
    List<Callable<String>> work = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      work.add(() -> engine.start(key, first));
    }
    instances = all(work);
    return instances.size();
  }

  private int find() throws Exception {
    found = all(instances.stream().map(id -> (Callable<List<String>>) () -> engine.openTasks(id)).toList());
    return found.stream().mapToInt(List::size).sum();
  }

  private int complete() throws Exception {
    Map<String, Object> changes = changes();
    return sum(found.stream().map(tasks -> (Callable<Integer>) () -> {
      tasks.forEach(task -> engine.complete(task, changes));
      return tasks.size();
    }).toList());
  }

  private int work(int expected) throws Exception {
    Map<String, Object> changes = changes();
    var left = new AtomicInteger(expected);
    if (engine.continuesByJob()) {
      engine.runJobs(true);
    }
    List<Callable<Integer>> workers = new ArrayList<>();
    for (int number = 0; number < threads; number++) {
      String worker = "worker-" + number;
      workers.add(() -> workOff(worker, left, changes));
    }
    int done = sum(workers);
    if (engine.continuesByJob()) {
      awaitEnd("external_tasks");
    }
    return done;
  }

  private int workOff(String worker, AtomicInteger left, Map<String, Object> changes) throws InterruptedException {
    int done = 0;
    int lost = 0;
    try {
      while (left.get() > 0) {
        List<String> tasks;
        try {
          tasks = engine.lock(TOPIC, worker, EXTERNAL_BATCH);
        } catch (RuntimeException race) {
          // Operaton's call fails when another worker ends the case meanwhile: nothing is locked, a worker asks again.
          System.err.println(worker + " lost a race: " + race);
          if (++lost > MAX_LOST) {
            throw race;
          }
          continue;
        }
        for (String task : tasks) {
          engine.completeLocked(task, worker, changes);
        }
        done += tasks.size();
        left.addAndGet(-tasks.size());
        if (tasks.isEmpty()) {
          Thread.sleep(PAUSE_MS);
        }
      }
    } finally {
      left.set(0); // when one fails the others stop too
    }
    return done;
  }

  private int drain(String key) throws InterruptedException {
    int before = (int) engine.running(key);
    engine.runJobs(true);
    awaitEnd(key);
    return before;
  }

  private int rest() {
    engine.runJobs(false);
    return 0;
  }

  private void awaitEnd(String key) throws InterruptedException {
    while (engine.running(key) > 0) {
      Thread.sleep(PAUSE_MS);
    }
  }

  private Map<String, Object> changes() {
    round++;
    return Map.of("v1", "changed " + round, "v2", "again " + round);
  }

  private int sum(List<Callable<Integer>> work) throws Exception {
    return all(work).stream().mapToInt(Integer::intValue).sum();
  }

  private <T> List<T> all(List<Callable<T>> work) throws InterruptedException, ExecutionException {
    List<T> results = new ArrayList<>();
    for (Future<T> future : pool.invokeAll(work)) {
      results.add(future.get());
    }
    return results;
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
