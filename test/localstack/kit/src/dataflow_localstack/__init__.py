"""What stands in for LocalStack's containers in `npm run test:localstack`. See ../../../README.md."""
