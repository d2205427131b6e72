// Loaded before an app: a start that is killed takes its apps along, because the channel between them closes.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
