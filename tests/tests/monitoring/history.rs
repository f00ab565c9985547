//! The invented history: six services with a daily rhythm and noise; one culprit, a victim louder than
//! it, and a release elsewhere.

use nabat_domain::time::{At, Length};
use std::fmt::Write;

/// When the failure was registered: 4 March 2026, 09:00 UTC.
pub const REGISTERED: At = At(1_772_614_800_000);

/// Whose history it is, and when it ends.
#[derive(Clone, Copy)]
pub struct History {
    /// When the failure was registered.
    pub registered: At,
    /// Who is there.
    pub services: [&'static str; 6],
    /// Its processor is eaten up.
    pub culprit: &'static str,
    /// Waits for the culprit and is louder.
    pub victim: &'static str,
    /// Gets a new release as the failure begins.
    pub released: &'static str,
}

/// The clinics' services.
pub const CLINICS: History = History {
    registered: REGISTERED,
    services: ["booking", "cards", "labs", "letters", "queues", "rooms"],
    culprit: "labs",
    victim: "booking",
    released: "rooms",
};
/// Bounds of the histogram's buckets, seconds.
const BUCKETS: [f64; 6] = [0.05, 0.1, 0.2, 0.5, 1.0, 5.0];

/// Noise that is the same every time, from 0 to 1.
pub struct Noise(u64);

impl Noise {
    #[cfg(not(debug_assertions))]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// What a service does in a minute.
struct Minute {
    requests: f64,
    errors: f64,
    seconds: f64,
    cpu: f64,
    memory: f64,
}

/// Sums of a service since its counters began.
#[derive(Default)]
struct Counters {
    requests: f64,
    errors: f64,
    seconds: f64,
    buckets: [f64; 6],
}

impl History {
    /// When the failure began.
    fn began(&self) -> At {
        self.registered.minus(Length::minutes(4))
    }

    fn minute(&self, service: &str, at: At, noise: &mut Noise) -> Minute {
        // The failure is registered at nine by the users' clocks.
        let hour = (at.since(self.registered).0 + Length::hours(9).0).rem_euclid(86_400_000) as f64 / 3_600_000.0;
        // Few at night; the morning triples them between eight and nine.
        let day = 300.0 + 600.0 * (hour - 8.0).clamp(0.0, 1.0);
        let mut one = Minute {
            requests: day * (0.97 + 0.06 * noise.next()),
            errors: (2.0 * noise.next()).floor(),
            seconds: 0.08 + 0.02 * noise.next(),
            cpu: 0.3 + day / 3_000.0 + 0.03 * noise.next(),
            memory: 6e8 + 2e7 * noise.next(),
        };
        if at >= self.began() {
            if service == self.culprit {
                // So it is slow.
                (one.cpu, one.seconds) = (one.cpu + 1.6, 0.45);
            } else if service == self.victim {
                // Slower still, and fails a little.
                (one.seconds, one.errors) = (one.seconds + 0.5, one.errors + 1.0);
            } else if service == self.released {
                // A new process with less memory and counters begun anew.
                one.memory *= 0.8;
            }
        }
        one
    }

    /// OpenMetrics text of the hours before the registration and of the same hours a day and a week earlier.
    pub fn open_metrics(&self) -> String {
        let mut samples: [String; 5] = Default::default();
        for (number, service) in self.services.iter().enumerate() {
            let mut noise = Noise(number as u64 + 1);
            let mut counted = Counters::default();
            for ago in [Length::hours(24 * 7), Length::hours(24), Length(0)] {
                for before in (0..=300).rev() {
                    let at = self.registered.minus(ago).minus(Length::minutes(before));
                    if *service == self.released && at == self.began() {
                        counted = Counters::default();
                    }
                    let one = self.minute(service, at, &mut noise);
                    counted.add(&one, &mut noise);
                    write(&mut samples, service, at, &one, &counted);
                }
            }
        }
        let [requests, errors, seconds, cpu, memory] = samples;
        let metric = |name: &str, sort: &str, samples: &str| format!("# TYPE {name} {sort}\n{samples}");
        [
            metric("http_requests", "counter", &requests),
            metric("http_errors", "counter", &errors),
            metric("http_request_duration_seconds", "histogram", &seconds),
            metric("cpu_cores_used", "gauge", &cpu),
            metric("memory_bytes", "gauge", &memory),
            "# EOF\n".to_owned(),
        ]
        .concat()
    }
}

impl Counters {
    fn add(&mut self, one: &Minute, noise: &mut Noise) {
        self.requests += one.requests.floor();
        self.errors += one.errors;
        self.seconds += one.seconds * one.requests.floor();
        for _ in 0..20 {
            let took = one.seconds * (0.6 + 0.8 * noise.next());
            let under = BUCKETS.iter().zip(&mut self.buckets).filter(|(bound, _)| took <= **bound);
            under.for_each(|(_, count)| *count += one.requests.floor() / 20.0);
        }
    }
}

fn write(samples: &mut [String; 5], service: &str, at: At, one: &Minute, counted: &Counters) {
    let at = at.0 / 1_000;
    let [requests, errors, seconds, cpu, memory] = samples;
    let line = |text: &mut String, name: &str, labels: &str, value: f64| {
        writeln!(text, "{name}{{service=\"{service}\"{labels}}} {value} {at}").expect("a string takes any text");
    };
    line(requests, "http_requests_total", "", counted.requests);
    line(errors, "http_errors_total", "", counted.errors);
    for (bound, count) in BUCKETS.iter().zip(&counted.buckets) {
        line(seconds, "http_request_duration_seconds_bucket", &format!(",le=\"{bound:?}\""), *count);
    }
    line(seconds, "http_request_duration_seconds_bucket", ",le=\"+Inf\"", counted.requests);
    line(seconds, "http_request_duration_seconds_count", "", counted.requests);
    line(seconds, "http_request_duration_seconds_sum", "", counted.seconds);
    line(cpu, "cpu_cores_used", "", one.cpu);
    line(memory, "memory_bytes", "", one.memory);
}

impl History {
    /// The gauges of the history: service, metric, second, value.
    pub fn gauges(&self) -> Vec<(String, String, i64, f64)> {
        let read = |line: &str| {
            let (name, rest) = line.split_once("{service=\"")?;
            let (service, rest) = rest.split_once("\"} ")?;
            let (value, seconds) = rest.split_once(' ')?;
            let is_gauge = matches!(name, "cpu_cores_used" | "memory_bytes");
            is_gauge.then(|| Some((service.to_owned(), name.to_owned(), seconds.parse().ok()?, value.parse().ok()?)))?
        };
        self.open_metrics().lines().filter_map(read).collect()
    }
}
