//! `step-recording` on Lambda.

use nabat_aws::queue::Taken;
use nabat_domain::incident::Queue;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), nabat_lambda::Error> {
    let (env, queue) = (nabat_aws::function::env().await?, nabat_aws::function::queue(Queue::StepRecording).await?);
    let answer = move |bell| {
        let env = env.clone();
        async move { nabat_step_recording::handle(&env, &bell).await }
    };
    nabat_lambda::queue(answer, async |message, settled| {
        queue.settle(&Taken::new(message.rung.clone(), &message.receipt), settled).await
    })
    .await
}
